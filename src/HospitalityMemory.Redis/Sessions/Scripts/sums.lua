-- Put where a session's sums are read or written. They are one field, numbers with blanks between them, since in a script a field for
-- each costs much more. A usual step takes apart what it needs of them:
--   sequence count bytes weight span turn waiting waiting_bytes incomplete state spared orphans edits
local sumsPattern = '^(%d+) (%d+) (%d+) (%d+) (%d+) (%-?%d+) (%d+) (%d+) (%d) (%d+) (%d+) (%d+) (%d+)$'
local sumsFormat = '%d %d %d %d %d %d %d %d %d %d %d %d %d'
