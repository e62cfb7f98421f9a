/** What the house itself costs: two paths with little of their own, against Workers that do nothing else. */
import type { Bench, Scenario } from "./bench.ts";

const health: Scenario = {
  name: "health",
  as: "anonymous",
  call: () => ({ path: "/api/reports/health/" }),
  bare: { worker: "health.ts" },
  bars: [{ kind: "ms over bare", limit: 0.25 }],
};

const me: Scenario = {
  name: "me",
  as: "administrator",
  call: () => ({ path: "/api/v1/users/me/" }),
  bare: { worker: "me.ts" },
  bars: [{ kind: "times bare", limit: 1.5 }],
};

export const house: Bench = {
  about: "the plumbing's CPU for each request, over bare Workers",
  emulators: "without emulators",
  prepare: async () => [[health], [me]],
};
