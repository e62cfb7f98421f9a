/** `npm run integrity-token`: a token for /customer/token of a local start, signed with the development keys. */
import { DEVELOPMENT_PACKAGE } from "./lib/development-keys.ts";
import { mint } from "./lib/integrity-tokens.ts";
import { readOptions, refusePositionals, run, wholeNumber } from "./lib/options.ts";

const USAGE = `
npm run -s integrity-token -- [options]   Prints an integrity token; each is good once, for five minutes.

  --package NAME        the app's package (${DEVELOPMENT_PACKAGE})
  --nonce TEXT          a nonce of /customer/nonce (a random one)
  --age SECONDS         how old the token says that it is (0)

Only a Worker with the development keys takes it, which a local start has and production refuses.
`;

const LONGEST_AGE = 10 * 365 * 86_400;

await run(async () => {
  const { values, positionals } = readOptions(USAGE, {
    package: { type: "string", default: DEVELOPMENT_PACKAGE },
    nonce: { type: "string" },
    age: { type: "string", default: "0" },
  });
  refusePositionals(positionals);
  const at = Date.now() - 1000 * wholeNumber("--age", values.age, 0, LONGEST_AGE);
  const { nonce, package: packageName } = values;
  console.log(await mint({ packageName, at, ...(nonce === undefined ? {} : { nonce }) }));
  return 0;
});
