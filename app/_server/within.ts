/** The result of `task`, or a rejection once `milliseconds` have passed. The task itself runs on. */
export function within<Result>(milliseconds: number, task: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${milliseconds} ms`)), milliseconds);
    task.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
