-- This part is put where a session's sums are read or written. They are one field, numbers with blanks between them, because one field for
-- each would cost a script much more. The usual steps take only the numbers that they need:
--   sequence count bytes weight span turn waiting waiting_bytes incomplete state spared orphans edits
local sumsPattern = '^(%d+) (%d+) (%d+) (%d+) (%d+) (%-?%d+) (%d+) (%d+) (%d) (%d+) (%d+) (%d+) (%d+)$'
local sumsFormat = '%d %d %d %d %d %d %d %d %d %d %d %d %d'
