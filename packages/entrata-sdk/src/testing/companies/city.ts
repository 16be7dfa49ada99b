/** A city of the demo data, with what a property there has in common. */
export interface DemoCity {
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
  readonly areaCode: string;
  readonly baseRentCents: number;
}

/** The cities of the demo data, each in a time zone of its own. */
export const demoCities: readonly DemoCity[] = [
  {
    city: 'Chicago',
    state: 'IL',
    postalCode: '60601',
    latitude: 41.8853,
    longitude: -87.6216,
    timeZone: 'America/Chicago',
    areaCode: '312',
    baseRentCents: 165_000,
  },
  {
    city: 'Denver',
    state: 'CO',
    postalCode: '80202',
    latitude: 39.7525,
    longitude: -104.9995,
    timeZone: 'America/Denver',
    areaCode: '303',
    baseRentCents: 158_000,
  },
  {
    city: 'Phoenix',
    state: 'AZ',
    postalCode: '85004',
    latitude: 33.4512,
    longitude: -112.0702,
    timeZone: 'America/Phoenix',
    areaCode: '602',
    baseRentCents: 132_500,
  },
  {
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    latitude: 40.7506,
    longitude: -73.9972,
    timeZone: 'America/New_York',
    areaCode: '212',
    baseRentCents: 345_000,
  },
  {
    city: 'Los Angeles',
    state: 'CA',
    postalCode: '90012',
    latitude: 34.0614,
    longitude: -118.2385,
    timeZone: 'America/Los_Angeles',
    areaCode: '213',
    baseRentCents: 241_000,
  },
  {
    city: 'Anchorage',
    state: 'AK',
    postalCode: '99501',
    latitude: 61.2176,
    longitude: -149.8631,
    timeZone: 'America/Anchorage',
    areaCode: '907',
    baseRentCents: 128_000,
  },
];
