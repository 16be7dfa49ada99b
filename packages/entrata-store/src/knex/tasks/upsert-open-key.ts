/** ON CONFLICT as SQLite and PostgreSQL know it; `least` is their function for the lesser of two numbers. */
export const upsertOpenKey = (table: string, least: 'min' | 'least'): string =>
  `on conflict (open_key) do update set
    run_at = case ${table}.status when 'waiting' then ${least}(${table}.run_at, excluded.run_at) else ${table}.run_at end,
    rerun_at = case ${table}.status when 'running'
      then ${least}(coalesce(${table}.rerun_at, excluded.run_at), excluded.run_at) end`;
