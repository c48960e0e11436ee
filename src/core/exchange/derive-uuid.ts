import type { Sha256 } from '../ports.ts';

/** A UUID (version 8, RFC 9562: made of a hash) that is the same for the same name. */
export function deriveUuid(sha256: Sha256, name: string): string {
  const hex = sha256(name);
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4]!;
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
