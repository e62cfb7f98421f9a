/** What it costs to ask 1C: a check fetches and reads every item. The stand-in's CPU, which makes them, is in it. */
import type { Bar, Bench, Scenario } from "./bench.ts";

const LIST = "/api/v1/integration/";

interface Integration {
  id: number;
  project: number;
  wsdl_url: string;
}

const asking = (items: number, bars: readonly Bar[] = []): Scenario => ({
  name: `check, ${items} items`,
  as: "administrator",
  requests: 2,
  async call(api) {
    const [demo] = await api.call<Integration[]>(LIST);
    if (!demo) throw new Error("The demo data has no integration");
    const wsdl_url = demo.wsdl_url.replace(/\/onec\/(?:.*\/)?ws\//, `/onec/n=${items}/ws/`);
    const { id } = await api.call<Integration>(LIST, {
      name: `bench ${items}`,
      project: demo.project,
      wsdl_url,
    });
    return { path: `${LIST}${id}/check/`, method: "POST", note: `${items} items` };
  },
  bars,
});

export const onec: Bench = {
  about: "fetching items from 1C; the time of the stand-in that makes them included",
  emulators: "with emulators",
  prepare: async () => [
    [asking(10_000), asking(100_000, [{ kind: "times", of: "check, 10000 items", limit: 11 }])],
  ],
};
