-- A million tasks of person 1, and five of each of 10,000 others.
--
-- Two thirds are completed; of all, half have a date within a year from :now or before, one in five
-- of those a time. h1 to h6 are something like chance, each by itself, so that any two conditions
-- meet as often as chance has it, but for one pair that never does: what belongs to the project
-- "Never" is not p2 and has no label "later".
WITH RECURSIVE
n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < 1050000),
owned AS (SELECT i,
  CASE WHEN i < 1000000 THEN '1' ELSE 'other-' || ((i - 1000000) / 5) END AS user,
  CASE WHEN i < 1000000 THEN i + 1 ELSE (i - 1000000) % 5 + 1 END AS number,
  i * 2654435761 % 4294967291 AS a, i * 2246822519 % 4294967279 AS b,
  i * 3266489917 % 4294967231 AS c FROM n),
chance AS (SELECT *, (a / 97 + b / 31) % 1000003 AS h1, (b / 89 + c / 37) % 1000003 AS h2,
  (c / 83 + a / 41) % 1000003 AS h3, (a / 79 + c / 29) % 1000003 AS h4,
  (b / 73 + a / 23) % 1000003 AS h5, (c / 71 + b / 19) % 1000003 AS h6 FROM owned),
valued AS (SELECT *, h1 % 3 <> 0 AS done,
  CASE WHEN h2 % 2 = 0 THEN 20779 + h2 / 2 % 730 - 365 END AS day,
  CASE WHEN h2 / 2 % 5 = 0 THEN h6 % 1440 * 60 END AS second,
  CASE WHEN h3 % 20 = 0 THEN 1 WHEN h3 % 20 < 3 THEN 2 WHEN h3 % 20 < 7 THEN 3 ELSE 4 END AS priority,
  CASE WHEN h4 % 50021 = 7 THEN 'Rare' WHEN h4 % 301 = 5 THEN 'Garden' WHEN h4 % 10 < 2 THEN NULL
    WHEN h4 % 10 < 6 THEN 'Work' WHEN h4 % 10 = 6 THEN 'Never' ELSE 'Project ' || (h4 / 10 % 30) END AS project,
  h5 % 10 = 1 AS waiting, h5 % 211 = 1 AS calls, h5 / 10 % 10 = 1 AS later FROM chance),
paired AS (SELECT *, CASE WHEN project = 'Never' AND priority = 2 THEN 3 ELSE priority END AS urgency,
  later AND project IS NOT 'Never' AS put_off FROM valued)
INSERT INTO tasks (id, user_id, number, title, title_folded, description, completed_at, due_date, due_at,
  due_zone, due_key, smart_key, priority, project, project_folded, labels, recurrence, created_at, updated_at)
SELECT CAST(printf('%016d', i) AS BLOB), user, number,
  CASE h6 % 3 WHEN 0 THEN 'Buy milk ' WHEN 1 THEN 'Buy eggs ' ELSE 'Call mother ' END || h6,
  CASE h6 % 3 WHEN 0 THEN 'buy milk ' WHEN 1 THEN 'buy eggs ' ELSE 'call mother ' END || h6, '',
  CASE WHEN done THEN strftime('%Y-%m-%dT%H:%M:%S+00:00', 1700000000 + h1 * 90, 'unixepoch') END,
  date(day * 86400, 'unixepoch'),
  CASE WHEN day IS NOT NULL AND second IS NOT NULL
    THEN strftime('%Y-%m-%dT%H:%M:%S+00:00', day * 86400 + second, 'unixepoch') END,
  CASE WHEN day IS NOT NULL AND second IS NOT NULL THEN 'UTC' END,
  CASE WHEN day IS NULL THEN 864000000000 ELSE day * 86400 + COALESCE(second, 86399) END,
  (COALESCE(day, 10000000) * 8 + urgency) * 131072
    + CASE WHEN day IS NULL THEN 86400 ELSE COALESCE(second, 86400) END,
  urgency, project, lower(project),
  CASE WHEN waiting OR calls OR put_off THEN '["' || substr(CASE WHEN waiting THEN '","waiting' ELSE '' END
    || CASE WHEN calls THEN '","calls' ELSE '' END || CASE WHEN put_off THEN '","later' ELSE '' END, 4)
    || '"]' ELSE '[]' END,
  CASE WHEN h4 % 100 = 3 THEN 'FREQ=DAILY' END,
  strftime('%Y-%m-%dT%H:%M:%S+00:00', 1700000000 + i * 95, 'unixepoch'), '2026-01-01T00:00:00+00:00'
FROM paired;
INSERT INTO labels (task_id, user_id, name, written)
  SELECT tasks.id, user_id, value, value FROM tasks, json_each(labels) WHERE labels <> '[]';
UPDATE tasks SET parent_id = (SELECT p.id FROM tasks AS p
    WHERE p.user_id = tasks.user_id AND p.number = tasks.number - tasks.number % 100 + 1)
  WHERE number % 10 = 7;
INSERT INTO task_lists (user_id, last_number, pending, completed)
  SELECT user_id, MAX(number), COUNT(*) - COUNT(completed_at), COUNT(completed_at)
  FROM tasks GROUP BY user_id;
