import type { SandboxCompany } from '../companies/company.js';

interface Grant {
  readonly company: SandboxCompany;
  readonly expiresAtMs: number;
}

/** Codes (single use, short-lived) and the bearer tokens they are swapped for, each bound to one company. */
export class OauthGrants {
  readonly #codes = new Map<string, Grant>();
  readonly #tokens = new Map<string, Grant>();
  readonly #codeLifeMs: number;
  readonly #tokenLifeMs: number;

  constructor(life: { readonly codeSeconds: number; readonly tokenSeconds: number }) {
    this.#codeLifeMs = life.codeSeconds * 1000;
    this.#tokenLifeMs = life.tokenSeconds * 1000;
  }

  /** A code holds `+`, `/` and `=`, as base64 does. */
  issueCode(company: SandboxCompany, nowMs: number): string {
    const code = `${randomText(12)}+${randomText(12)}/${randomText(9)}==`;
    this.#codes.set(code, { company, expiresAtMs: nowMs + this.#codeLifeMs });
    return code;
  }

  /** The company of a code, once; undefined for one that is unknown, used or too old. */
  redeemCode(code: string, nowMs: number): SandboxCompany | undefined {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    return grant && grant.expiresAtMs > nowMs ? grant.company : undefined;
  }

  issueToken(company: SandboxCompany, nowMs: number): string {
    const token = `${randomText(30)}${randomText(30)}`;
    this.#tokens.set(token, { company, expiresAtMs: nowMs + this.#tokenLifeMs });
    return token;
  }

  companyOfToken(token: string, nowMs: number): SandboxCompany | undefined {
    const grant = this.#tokens.get(token);
    return grant && grant.expiresAtMs > nowMs ? grant.company : undefined;
  }

  /** As when a client unsubscribes: its tokens stop working. */
  revokeTokens(company: SandboxCompany): void {
    for (const [token, grant] of this.#tokens) if (grant.company === company) this.#tokens.delete(token);
  }
}

function randomText(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...random))
    .replaceAll('+', 'x')
    .replaceAll('/', 'y')
    .replaceAll('=', '');
}
