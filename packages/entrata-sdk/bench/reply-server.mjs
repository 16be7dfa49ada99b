// A server in its own process: it answers every POST with one fixed reply, chosen by the path's last part.
import { createServer } from 'node:http';

const property = (id) => ({
  PropertyID: id,
  MarketingName: `Example Flats ${id}`,
  Type: 'Apartment',
  webSite: 'https://example.test/',
  YearBuilt: '1998',
  ShortDescription: 'Close to everything &mdash; and quiet',
  Address: {
    '@attributes': { AddressType: 'property' },
    Address: '1 Main St',
    City: 'Boston',
    State: 'MA',
    PostalCode: '02215',
    Country: 'US',
    Email: 'leasing@example.test',
  },
  PropertyHours: {
    OfficeHours: {
      OfficeHour: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].map((Day) => ({
        Day,
        AvailabilityType: 'Open',
        OpenTime: '10:00 AM',
        CloseTime: '6:00 PM',
      })),
    },
  },
  IsDisabled: 0,
  IsFeaturedProperty: 0,
});

const results = {
  getClientInfo: { cid: 4101, companyName: 'Prairie Lantern Residential', subdomain: 'demo' },
  getProperties: { PhysicalProperty: { Property: [property(700001), property(700002)] } },
};

const replies = Object.fromEntries(
  Object.entries(results).map(([method, result]) => {
    return [method, Buffer.from(JSON.stringify({ response: { requestId: '15', code: 200, result } }))];
  }),
);

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { method } = JSON.parse(Buffer.concat(chunks).toString());
    const reply = replies[method.name];
    response.writeHead(200, {
      'content-type': 'application/json; charset=UTF-8',
      'content-length': reply.length,
    });
    response.end(reply);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
