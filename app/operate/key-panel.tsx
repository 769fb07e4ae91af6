"use client";

import type { Address } from "viem";
import { useBalance } from "wagmi";
import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import type { OperatorView } from "../_data/views.ts";
import { CallButton } from "../_wallet/call-button.tsx";
import { useSettings } from "../_wallet/settings-context.tsx";
import { KeyCommand } from "./key-command.tsx";
import { RegisterKey } from "./register-key.tsx";

type KeyView = OperatorView["keys"][number];

/** The node's own default for its warning. */
const lowGasWei = 5_000_000_000_000_000n;

function Gas({ address }: { address: Address }) {
  const { chainId } = useSettings();
  const { data } = useBalance({ address, chainId, query: { refetchInterval: 12_000 } });
  if (!data) return null;
  if (data.value >= lowGasWei) return <>{formatEth(data.value, 4)} for gas</>;
  return (
    <span className="text-bad">
      {data.value === 0n
        ? "No gas: send it some ETH"
        : `${formatEth(data.value, 4)} for gas, which is little`}
    </span>
  );
}

function ActiveKey({ machineKey, canStop }: { machineKey: KeyView; canStop: boolean }) {
  const { address, changedAt } = machineKey;
  return (
    <li className="border-line border-t py-4 text-sm leading-6" data-testid="active-key">
      <p className="break-all font-mono text-[0.8125rem]">{address}</p>
      <p className="text-faint">
        Since <LocalTime seconds={changedAt} style="date" />. <Gas address={address} />
      </p>
      {canStop && (
        <details className="mt-1">
          <summary className="py-1.5 text-soft marker:text-faint">Stop this key</summary>
          <p className="mt-1 mb-4 max-w-[52ch] text-soft">
            From then on it can do nothing for you. Lots that it has in flight need another key of yours in
            time, or they become late.
          </p>
          <CallButton
            call={{ functionName: "stopKey", args: [address], about: { key: address } }}
            testId="stop-key"
          >
            Stop it now
          </CallButton>
        </details>
      )}
    </li>
  );
}

function StoppedKeys({ keys }: { keys: KeyView[] }) {
  if (keys.length === 0) return null;
  return (
    <details className="text-sm leading-6" data-testid="stopped-keys">
      <summary className="py-1.5 text-soft marker:text-faint">
        {keys.length === 1 ? "One stopped key" : `${keys.length} stopped keys`}
      </summary>
      <ul className="mt-2">
        {keys.map(({ address, changedAt }) => (
          <li key={address} className="py-1.5 text-faint">
            <span className="block break-all font-mono text-[0.8125rem]">{address}</span>
            Stopped <LocalTime seconds={changedAt} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function NoKeys({ isKnown, owner }: { isKnown: boolean; owner?: Address }) {
  const sentence = !isKnown
    ? "They cannot be read now."
    : owner
      ? "None yet. Run this on the computer that will do the work, and open the link that it prints:"
      : "None.";
  return (
    <>
      <p className="text-faint text-sm leading-6">{sentence}</p>
      {isKnown && owner && <KeyCommand />}
    </>
  );
}

type Props = {
  /** Undefined while they cannot be read. */
  keys: KeyView[] | undefined;
  /** The connected wallet, where the keys are its own: it may change them. */
  owner?: Address;
  consentText: string;
  isLinked: boolean;
  onConsent: (text: string) => void;
};

/** An operator's machine keys; its owner registers others here, and stops them. */
export function KeyPanel({ keys, owner, consentText, isLinked, onConsent }: Props) {
  const active = (keys ?? []).filter(({ isActive }) => isActive);
  const form = owner && (
    <RegisterKey operator={owner} text={consentText} isLinked={isLinked} onChange={onConsent} />
  );
  return (
    <section aria-labelledby="keys" className="grid content-start gap-6">
      <h3 id="keys" className="font-medium">
        Machine keys
      </h3>
      {active.length === 0 ? (
        <NoKeys isKnown={keys !== undefined} owner={owner} />
      ) : (
        <ul className="border-line border-b">
          {active.map((each) => (
            <ActiveKey key={each.address} machineKey={each} canStop={owner !== undefined} />
          ))}
        </ul>
      )}
      {active.length > 0 && form ? (
        <details className="text-sm leading-6" open={isLinked || undefined}>
          <summary className="py-1.5 font-medium marker:text-faint" data-testid="add-key">
            Register another key
          </summary>
          <p className="mt-1 mb-4 max-w-[52ch] text-soft">
            To replace a key, register the new one first, then stop the old one: what is in flight goes on.
          </p>
          {form}
        </details>
      ) : (
        form
      )}
      <StoppedKeys keys={(keys ?? []).filter(({ isActive }) => !isActive)} />
    </section>
  );
}
