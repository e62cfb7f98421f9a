/** One fetch for all who ask at once; nobody waits for one that never comes. */
import { expect, test, vi } from "vitest";
import { SharedFetch } from "../../src/myid/shared-fetch.ts";

const nothing = () => {};

/** A fetch that the test ends. */
function pending<T>() {
  let end: (value: T) => void = nothing;
  let fail: (fault: Error) => void = nothing;
  const promise = new Promise<T>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { promise, end, fail };
}

test("those who ask while one is under way share it; the next starts another", async () => {
  const shared = new SharedFetch<number>();
  const first = pending<number>();
  const work = vi.fn(() => first.promise);
  const all = [1, 2, 3].map(() => shared.run(work, nothing));
  first.end(7);
  expect(await Promise.all(all)).toEqual([7, 7, 7]);
  expect(work).toHaveBeenCalledTimes(1);
  expect(await shared.run(async () => 8, nothing)).toBe(8);
});

test("a failure is everyone's, and is not kept", async () => {
  const shared = new SharedFetch<number>();
  const first = pending<number>();
  const all = [1, 2].map(() => shared.run(() => first.promise, nothing));
  first.fail(new Error("no"));
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await shared.run(async () => 8, nothing)).toBe(8);
});

test("the fetch is handed over to be kept alive, and its failure there is nobody's fault", async () => {
  const shared = new SharedFetch<number>();
  const kept: Promise<unknown>[] = [];
  const own = shared.run(
    () => Promise.reject(new Error("no")),
    (work) => void kept.push(work),
  );
  await expect(own).rejects.toThrow("no");
  await expect(Promise.all(kept)).resolves.toEqual([undefined]);
});

test("of many who have waited three seconds for one that never comes, one fetches for all", async () => {
  vi.useFakeTimers();
  try {
    const shared = new SharedFetch<number>();
    void shared.run(() => new Promise(nothing), nothing);
    const second = pending<number>();
    const work = vi.fn(() => second.promise);
    const waiting = Array.from({ length: 50 }, () => shared.run(work, nothing));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(work).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(1);
    second.end(7);
    expect(await Promise.all(waiting)).toEqual(Array(50).fill(7));
  } finally {
    vi.useRealTimers();
  }
});

test("nobody waits for more than two others", async () => {
  vi.useFakeTimers();
  try {
    const shared = new SharedFetch<string>();
    const never = () => new Promise<string>(nothing);
    void shared.run(never, nothing);
    const second = shared.run(never, nothing);
    const last = shared.run(async () => "mine", nothing);
    void second;
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await last).toBe("mine");
  } finally {
    vi.useRealTimers();
  }
});
