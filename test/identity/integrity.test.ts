/** The pure steps in Node; customer.worker.test.ts runs the same table on workerd's own cryptography. */
import "./integrity.scenarios.ts";
