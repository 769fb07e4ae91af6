"use client";

import { type RefObject, useRef, useState } from "react";

/** A form that says what is missing only once somebody has tried to pay, and then leads to the first of it. */
export function usePayAttempt(): {
  form: RefObject<HTMLDivElement | null>;
  wasTried: boolean;
  attempt: (isComplete: boolean, pay: () => void) => void;
  forget: () => void;
} {
  const form = useRef<HTMLDivElement>(null);
  const [wasTried, setTried] = useState(false);
  const attempt = (isComplete: boolean, pay: () => void) => {
    setTried(true);
    if (isComplete) pay();
    else
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return { form, wasTried, attempt, forget: () => setTried(false) };
}
