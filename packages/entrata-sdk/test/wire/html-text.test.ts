import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeProperties } from '../../src/properties/get-properties.js';
import { decodePricing } from '../../src/properties/pricing.js';
import { decodeFloorPlans, decodeMits } from '../../src/properties/read-listings.js';
import { decodeEntities } from '../../src/wire/html-text.js';

// What a browser takes for the beginning of a tag, a comment or a declaration.
const live = /<[a-z/!?]/i;
const image = '<img src=x onerror=alert(1)>';
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('plain text', () => {
  it.each([
    [`Oak ${escaped(image)} Place`, 'Oak  Place'],
    [escaped(escaped(escaped(`Oak ${image} Place`))), 'Oak  Place'],
    ['Oak &#60;b&#62;Place', 'Oak Place'],
    ['Oak &#x3C;b&#x3e;Place', 'Oak Place'],
    ['Oak &#0000060b&#62 Place', 'Oak  Place'],
    ['Oak &#60b> Place', 'Oak  Place'],
    ['Oak &ltb&gt; Place', 'Oak &ltb> Place'],
    ['Oak &lt b> Place', 'Oak < b> Place'],
    ['Oak &LT;b&GT; Place', 'Oak  Place'],
    ['Oak <scr<b>ipt>x</script> Place', 'Oak ipt>x Place'],
    ['<<b></b>img src=x onerror=alert(1)>', ''],
    ['Oak <!--<b>--> Place', 'Oak --> Place'],
    ['Oak <img src=x onerror=alert(1)', 'Oak img src=x onerror=alert(1)'],
    ['Oak \u0000<\u0000img src=x> Place\u0007', 'Oak  Place'],
    ['Oak \ud800 Place', 'Oak  Place'],
    ['2 < 3 and 4 > 3, B&B, M&GT Homes', '2 < 3 and 4 > 3, B&B, M&GT Homes'],
    ['a<br>b<BR />c</p>d</li>e', 'a\nb\nc\nd\ne'],
    ['&Eacute;lan', 'Élan'],
    ['&eacute;lan', 'élan'],
    ['M&uuml;ller &Ouml;st &amp;Aring;s', 'Müller Öst Ås'],
    ['&szlig;&ccedil;&iexcl;&euro;&hearts;&le;', 'ßç¡€♥≤'],
    ['caf&eacute&nbsp;&middot;&#160;bar\u00a0&frac12;', 'caf&eacute · bar ½'],
    ['&#150; &#x92; &#8212;', '– ’ —'],
    ['&EACUTE; &bogus; &constructor; &;', '&EACUTE; &bogus; &constructor; &;'],
    ['a &amp;&num;60&semi;b&amp;&num;62&semi; c', 'a  c'],
    ['a &LT;b&GT; &nvlt; c', 'a  <\u20d2 c'],
  ])('of %j is %j', (text, plain) => expect(decodeEntities(text)).toBe(plain));

  it('holds nothing live, whatever it is made of', () => {
    const part = fc.constantFrom(
      '<',
      '>',
      '&',
      ';',
      'lt',
      'gt',
      'amp',
      '#60',
      '#x3c',
      '&num;',
      '&semi;',
      '&LT;',
      '&sol;',
      '&excl;',
      '&lt;',
      '&gt;',
      '&amp;',
      '/',
      '!',
      'img',
      'b',
      ' ',
      '-',
      '\u0000',
      '=x',
      '"',
      "'",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const plain = decodeEntities(parts.join(''));
        expect(plain).not.toMatch(live);
        expect(decodeEntities(plain)).toBe(plain);
      }),
      { numRuns: 5_000 },
    );
  });

  it('of what was escaped a thousand times, or nested a hundred thousand deep, holds nothing live', () => {
    const often = `&${'amp;'.repeat(1_000)}lt;img src=x onerror=alert(1)&${'amp;'.repeat(1_000)}gt;`;
    const deep = '<a'.repeat(100_000) + '>'.repeat(100_000);
    const spliced = `${'<<b>'.repeat(100_000)}img src=x onerror=alert(1)>`;
    for (const text of [often, deep, spliced]) expect(decodeEntities(text)).not.toMatch(live);
  });

  it('takes time in proportion to its length', () => {
    for (const part of ['<', '&', '<a', '&lt;', '<!--', '&#', '<a ', '&amp;', '<br', '<b>', '\r', '&a']) {
      decodeEntities(part.repeat(200_000));
    }
  });
});

it('no text of any reply comes out live', () => {
  const evil = escaped(image);
  const address = { Address: evil, City: evil, State: evil, PostalCode: evil, Country: evil, Email: evil };
  const hours = [{ Day: evil, OpenTime: '9:00 AM', AvailabilityType: evil }];
  const file = { Src: 'https://images.example.test/1.jpg', Caption: evil, Name: evil };
  const plan = {
    Identification: { IDValue: '7' },
    Name: evil,
    Comment: evil,
    File: [file],
    Amenity: [{ AmenityType: evil }],
  };
  const replies = [
    decodeProperties({
      PhysicalProperty: {
        Property: [
          {
            PropertyID: '7',
            MarketingName: evil,
            Type: evil,
            YearBuilt: evil,
            webSite: evil,
            ShortDescription: evil,
            LongDescription: { b: evil },
            Address: address,
            Phone: { PhoneNumber: evil, PhoneType: evil },
            Addresses: { Address: [{ ...address, AddressType: 'Mailing' }] },
            LeaseTerms: { LeaseTerm: [{ Name: evil }] },
            SpaceOptions: { SpaceOption: [{ Id: '1', Name: evil }] },
            PropertyHours: { OfficeHours: { OfficeHour: hours }, PoolHours: { PoolHour: hours } },
          },
        ],
      },
    }),
    decodeMits(
      {
        PhysicalProperty: {
          Property: [
            {
              Identification: { IDValue: '7' },
              PropertyID: {
                MarketingName: evil,
                WebSite: evil,
                Address: address,
                Phone: [{ PhoneNumber: evil, PhoneType: evil }],
              },
              ILS_Identification: { TimeZone: evil },
              Information: {
                YearBuilt: evil,
                ShortDescription: evil,
                LongDescription: evil,
                OfficeHour: hours,
                PropertyAvailabilityURL: `https://x.example.test/${image}`,
              },
              Amenity: [{ Description: evil, AmenityType: evil }],
              Fee: { ApplicationFee: { Type: evil, Amount: '50' } },
              Concession: [
                { DescriptionHeader: evil, DescriptionBody: evil, DescriptionFooter: evil, Value: evil },
              ],
              Policy: {
                General: evil,
                Pet: { Pets: { PetType: evil, Count: evil, Size: evil, Weight: evil, Description: evil } },
              },
              Floorplan: [plan],
              File: [file, { ...file, Src: 'https://x.example.test/"><img src=x>' }],
              ILS_Unit: [
                {
                  Identification: { IDValue: '8', OrganizationName: `7~..~8~..~${evil}` },
                  Units: { Unit: { MarketingName: evil, BuildingName: evil } },
                  FloorLevel: evil,
                  Amenity: [{ Description: evil }],
                  Availability: { UnitAvailabilityURL: `https://x.example.test/${image}` },
                },
              ],
            },
          ],
        },
      },
      'm',
    ),
    decodeFloorPlans({ FloorPlans: { FloorPlan: [plan] } }),
    decodePricing(
      {
        ILS_Units: {
          Unit: [
            {
              Id: '8',
              UnitNumber: evil,
              BuildingName: evil,
              FloorNumber: evil,
              Rent: { TermRent: [{ LeaseTerm: evil, Rent: '100', SpaceOption: evil, RateFrequency: evil }] },
            },
          ],
        },
      },
      'm',
    ),
  ];
  for (const read of replies) {
    expect(read).toHaveLength(1);
    expect(JSON.stringify(read)).not.toMatch(/<[a-z/!?]|onerror/i);
  }
});

it.each([
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'javascript:1/alert(1)',
  'JavaScript:0',
  '&#106;avascript:alert(1)',
  'java&Tab;script:alert(1)',
  'file:///etc/passwd',
])('an address of %s is no web site', (url) => {
  const [property] = decodeProperties({
    PhysicalProperty: { Property: [{ PropertyID: '7', webSite: url }] },
  });
  expect(property).not.toHaveProperty('website');
});

it.each([
  'https://www.example.test/a?b=1&c=2',
  'www.example.test',
  'example.test:8080/x',
  'HTTP://example.test',
])('an address of %s is a web site', (url) => {
  const [property] = decodeProperties({
    PhysicalProperty: { Property: [{ PropertyID: '7', webSite: url }] },
  });
  expect(property?.website).toBe(url);
});
