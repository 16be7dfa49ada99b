import type { SandboxProperty } from '../companies/company.js';

/** What it costs and takes to live in a property, as MITS has it: the same at every one. */
export const mitsTerms = {
  Fee: { ApplicationFee: [{ '@attributes': { Type: 'Applicant', Amount: '50.00' } }] },
  Concession: [
    {
      Value: '500.00',
      DescriptionHeader: 'Look &amp; lease',
      DescriptionBody: '&#36;500 off the first month &mdash; apply within a day of your tour.',
      DescriptionFooter: 'On leases of twelve months.',
      '@attributes': { Active: 'true' },
    },
    { Value: '100.00', DescriptionHeader: 'Last year&rsquo;s', '@attributes': { Active: 'false' } },
  ],
  Amenity: [
    { Description: 'Fitness Center', '@attributes': { AmenityType: 'Community' } },
    { Description: 'Pets Allowed', '@attributes': { AmenityType: 'Community' } },
  ],
  Policy: {
    Pet: [
      {
        Pets: {
          '@attributes': {
            Count: '2',
            Description: 'Ask about breeds.',
            PetType: 'Dog',
            Size: 'Medium',
            Weight: '50 lbs',
          },
        },
        '@attributes': { Allowed: 'true' },
      },
      { Pets: { '@attributes': { PetType: 'Snake' } }, '@attributes': { Allowed: 'false' } },
    ],
    General: 'No smoking indoors.',
  },
};

interface LeaseTerm {
  readonly Id: number;
  readonly Name: string;
  readonly TermMonths: number;
  readonly IsProspect: boolean;
  readonly IsRenewal: boolean;
  readonly LeaseStartWindows?: {
    readonly LeaseStartWindow: readonly {
      readonly Id: number;
      readonly WindowStartDate: string;
      readonly WindowEndDate: string;
    }[];
  };
}

/** How the units of a property are let: for a year or half, and in a student property from a day in August on. */
export function leaseTermsOf(
  { type }: SandboxProperty,
  nowMs: number,
): { readonly LeaseTerm: readonly LeaseTerm[] } {
  const terms: readonly LeaseTerm[] = [
    { Id: 12, Name: '12 Months', TermMonths: 12, IsProspect: true, IsRenewal: true },
    { Id: 6, Name: '6 Months', TermMonths: 6, IsProspect: true, IsRenewal: false },
  ];
  if (type !== 'Student') return { LeaseTerm: terms };
  const year = new Date(nowMs).getUTCFullYear() + 1;
  const fall = {
    Id: 99,
    Name: `Fall ${year}`,
    TermMonths: 10,
    IsProspect: true,
    IsRenewal: true,
    LeaseStartWindows: {
      LeaseStartWindow: [{ Id: 991, WindowStartDate: `08/15/${year}`, WindowEndDate: `08/31/${year}` }],
    },
  };
  return { LeaseTerm: [...terms, fall] };
}

/** In what ways a unit is shared. */
export function spaceOptionsOf({ type }: SandboxProperty): { readonly Id: string; readonly Name: string }[] {
  if (type !== 'Student') return [{ Id: '1', Name: 'Conventional' }];
  return [
    { Id: '2', Name: 'Private' },
    { Id: '3', Name: 'Shared' },
  ];
}
