/** What is kept against what it should be. */
import sql, { type Sql } from "sql-template-tag";

/** The rows of two statements that are in one of them alone. */
export const apartSql = (one: Sql, other: Sql): Sql =>
  sql`SELECT * FROM (SELECT * FROM (${one}) EXCEPT SELECT * FROM (${other}))
    UNION ALL SELECT * FROM (SELECT * FROM (${other}) EXCEPT SELECT * FROM (${one}))`;
