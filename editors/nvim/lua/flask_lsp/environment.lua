--- How the environment of an application is laid out: lines, the place that each leads to, and what is
--- highlighted in it. Knows no windows.
local M = {}

local function name_of(source)
  return type(source) == 'string' and source or tostring(source[#source] or 'the file')
end

--- Whether a variable is there, and for whom.
local function when(entry)
  if entry.source == 'framework' then
    return entry.always and 'always' or 'if set'
  end
  local owner = name_of(entry.source)
  if entry.source[1] == 'config' then
    return ('%s, %s'):format(owner, entry.always and 'always' or 'if set')
  end
  return ('%s, %s'):format(owner, entry.always and 'once integrated' or 'sometimes, once integrated')
end

local function of(kind)
  return function(entry)
    local found = entry.source == 'framework' and 'framework' or entry.source[1] == 'config' and 'config' or 'endpoint'
    return found == kind
  end
end

--- What is wrong comes first, as it would be out of sight behind a long list.
local function groups(answer)
  local function variables(kind)
    return vim.tbl_map(function(entry)
      return { name = entry.name, text = when(entry), range = entry.range, highlight = 'Identifier' }
    end, vim.tbl_filter(of(kind), answer.env))
  end
  local function problems(entries, highlight)
    return vim.tbl_map(function(entry)
      return { name = name_of(entry.source), text = entry.reason, range = entry.range, highlight = highlight }
    end, entries)
  end
  return {
    { 'Keeps the charm from working', problems(answer.breaks, 'DiagnosticError') },
    { 'Never reaches the application', problems(answer.ignored, 'DiagnosticWarn') },
    { 'Config options', variables('config') },
    { 'Endpoints', variables('endpoint') },
    { 'Framework', variables('framework') },
  }
end

--- Lines, ranges by line number, and highlights as `{ line, start, stop, group }` with lines and bytes from 0.
function M.lines(answer)
  if answer.framework == vim.NIL then
    return { 'no 12-factor extension, so no variables are derived' }, {}, {}
  end
  local lines = { ('%s, with paas-charm %s'):format(answer.framework, answer.paasCharm) }
  local places, highlights = {}, {}
  local function highlight(start, stop, group)
    table.insert(highlights, { #lines - 1, start, stop, group })
  end
  local width = 0
  for _, entry in ipairs(answer.env) do
    width = math.max(width, #entry.name)
  end
  for _, group in ipairs(groups(answer)) do
    local title, entries = group[1], group[2]
    if #entries > 0 then
      vim.list_extend(lines, { '', title })
      highlight(0, #title, 'Title')
    end
    for _, entry in ipairs(entries) do
      local is_variable = entry.highlight == 'Identifier'
      local name = is_variable and ('%-' .. width .. 's'):format(entry.name) or entry.name
      table.insert(lines, ('  %s  %s'):format(name, entry.text))
      places[#lines] = entry.range
      highlight(2, 2 + #entry.name, entry.highlight)
      highlight(4 + #name, #lines[#lines], 'Comment')
    end
  end
  return lines, places, highlights
end

return M
