export default { async fetch() { return new Response("placeholder while the house is built"); }, async queue() {}, async scheduled() {} };
