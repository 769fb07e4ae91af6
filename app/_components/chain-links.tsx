import { shortAddress, shortHash } from "./short-hash.ts";

type Props = { explorerUrl?: string };
const style = "font-mono text-[0.8125rem]";

/** An address, linked to the chain's explorer where it has one. */
export function AddressText({ address, explorerUrl }: Props & { address: string }) {
  if (!explorerUrl)
    return (
      <span className={style} title={address}>
        {shortAddress(address)}
      </span>
    );
  return (
    <a
      className={`link ${style}`}
      href={`${explorerUrl}/address/${address}`}
      target="_blank"
      rel="noreferrer"
    >
      {shortAddress(address)}
    </a>
  );
}

/** A transaction, linked to the chain's explorer where it has one. */
export function TransactionText({ hash, explorerUrl }: Props & { hash: string }) {
  if (!explorerUrl)
    return (
      <span className={style} title={hash}>
        {shortHash(hash, 6)}
      </span>
    );
  return (
    <a className={`link ${style}`} href={`${explorerUrl}/tx/${hash}`} target="_blank" rel="noreferrer">
      {shortHash(hash, 6)}
    </a>
  );
}
