import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, URL-safe. */
function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * Who may talk to the loopback host: one session secret, handed over by one-time keys. The secret lives in memory and
 * in the browser's cookie only; the keys are what the terminal shows.
 */
export interface Access {
  readonly cookieName: string;
  /** A fresh key. The ones issued before stop working. */
  issueKey(): string;
  /** Whether `key` is the outstanding one; it is used up by that. */
  redeemKey(key: string): boolean;
  /** The value of `Set-Cookie`. */
  readonly setCookie: string;
  /** Whether a request's `Cookie` header holds the session secret. */
  hasSession(cookieHeader: string | undefined): boolean;
}

/**
 * @param port cookies know no ports: without it in the name, two hosts on one machine would overwrite each other's.
 */
export function makeAccess(port: number): Access {
  const cookieName = `postil-${port}`;
  const secret = makeSecret();
  let outstanding: string | null = null;
  return {
    cookieName,
    issueKey() {
      outstanding = makeSecret();
      return outstanding;
    },
    redeemKey(key) {
      if (outstanding === null || !isSame(key, outstanding)) return false;
      outstanding = null;
      return true;
    },
    setCookie: `${cookieName}=${secret}; Path=/; HttpOnly; SameSite=Strict`,
    hasSession(cookieHeader) {
      const prefix = `${cookieName}=`;
      for (const part of (cookieHeader ?? '').split(';')) {
        const pair = part.trim();
        if (pair.startsWith(prefix) && isSame(pair.slice(prefix.length), secret)) return true;
      }
      return false;
    },
  };
}
