"use client";

import { useRef, useState } from "react";
import { useKept } from "../create/use-kept.ts";
import { type Choice, paramsOf } from "./choice/choice.ts";
import { ChoicePanel } from "./choice/choice-panel.tsx";
import { useChoice } from "./choice/use-choice.ts";
import { MintStep } from "./offer/mint-step.tsx";
import { GenerateStage } from "./stage/generate-stage.tsx";
import { KeptShelf } from "./wall/kept-shelf.tsx";
import { SeedWall } from "./wall/seed-wall.tsx";
import { isSame, parseShelf, shelfSlot, withKept, withoutKept } from "./wall/shelf.ts";

/** From a seed to a posted job, on one page. */
export function GenerateForm() {
  const { choice, change } = useChoice();
  const [other, setOther] = useState<Choice>();
  const { value: shelf, change: changeShelf } = useKept(shelfSlot, parseShelf);
  const isKept = shelf.kept.some((each) => isSame(each, choice));
  const stage = useRef<HTMLDivElement>(null);
  /** The panes open where the shelf is out of sight. */
  const compare = (kept: Choice) => {
    setOther(kept);
    stage.current?.scrollIntoView({ block: "start" });
  };
  const take = (next: Choice) => {
    change(next);
    setOther(undefined);
  };
  return (
    <div className="grid gap-y-16" data-testid="generate">
      <MintStep choice={choice}>
        {(isLocked) => (
          <>
            <div
              ref={stage}
              className="grid gap-x-16 gap-y-6 sm:gap-y-10 lg:grid-cols-[minmax(0,7fr)_minmax(20rem,4fr)]"
            >
              <section aria-label="Picture" className="max-sm:contents lg:sticky lg:top-8 lg:self-start">
                <GenerateStage
                  choice={choice}
                  other={other}
                  isKept={isKept}
                  onKeep={() => paramsOf(choice) && changeShelf(withKept(shelf, choice))}
                  onTake={() => other && take(other)}
                  onCompareEnd={() => setOther(undefined)}
                />
              </section>
              <ChoicePanel choice={choice} isLocked={isLocked} onChange={change} />
            </div>
            <SeedWall choice={choice} isDisabled={isLocked} onChoose={(seed) => change({ seed })} />
            <KeptShelf
              kept={shelf.kept}
              choice={choice}
              isDisabled={isLocked}
              onChoose={take}
              onCompare={compare}
              onDrop={(each) => changeShelf(withoutKept(shelf, each))}
            />
          </>
        )}
      </MintStep>
    </div>
  );
}
