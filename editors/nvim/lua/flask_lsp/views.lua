--- Windows beside a charm that follow it while it is edited: the charm in full, its environment.
local M = {}

--- What each view asks for, and how the answer becomes lines.
local kinds = {
  expand = { method = 'flask-lsp/expand', changed = 'flask-lsp/didChangeExpansion', syntax = 'yaml' },
  env = { method = 'flask-lsp/environment', changed = 'flask-lsp/didChangeEnvironment', syntax = '' },
}

--- Buffers by kind and by URI of the charm.
local shown = { expand = {}, env = {} }

function kinds.expand.lines(answer)
  local lines = {}
  for _, problem in ipairs(answer.problems) do
    local message = vim.split(problem.message, '\n')[1]
    table.insert(lines, ('# line %d: %s'):format(problem.range.start.line + 1, message))
  end
  return vim.list_extend(lines, vim.split(vim.trim(answer.text), '\n')), {}
end

local function source(entry)
  if type(entry.source) == 'string' then
    return entry.source
  end
  return table.concat(entry.source, '.')
end

--- One variable in each line, and for each line where its key stands.
function kinds.env.lines(answer)
  if answer.framework == vim.NIL then
    return { 'no 12-factor extension, so no variables are derived' }, {}
  end
  local lines = { ('%s, with paas-charm %s'):format(answer.framework, answer.paasCharm), '' }
  local places = {}
  local width = 0
  for _, entry in ipairs(answer.env) do
    width = math.max(width, #entry.name)
  end
  local function add(entry, line)
    table.insert(lines, line)
    places[#lines] = entry.range
  end
  for _, entry in ipairs(answer.env) do
    local when = entry.always and '' or '?'
    add(entry, vim.trim(('%-' .. width .. 's %-1s %s'):format(entry.name, when, source(entry))))
  end
  for _, heading in ipairs({ 'ignored', 'breaks' }) do
    for at, entry in ipairs(answer[heading]) do
      if at == 1 then
        vim.list_extend(lines, { '', heading })
      end
      add(entry, ('%s: %s'):format(source(entry), entry.reason))
    end
  end
  return lines, places
end

local function fill(bufnr, kind, answer)
  local lines, places = { 'there is nothing to show' }, {}
  if answer and answer ~= vim.NIL then
    lines, places = kinds[kind].lines(answer)
  end
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
  vim.bo[bufnr].modifiable = false
  M.places[bufnr] = places
end

--- For each buffer of a view and line number the range that `<CR>` leads to.
M.places = {}

local function refresh(client, kind, uri)
  local bufnr = shown[kind][uri]
  if not bufnr or not vim.api.nvim_buf_is_valid(bufnr) then
    shown[kind][uri] = nil
    return
  end
  local params = { textDocument = { uri = uri } }
  M.request(client, kinds[kind].method, params, function(_, answer)
    if vim.api.nvim_buf_is_valid(bufnr) then
      fill(bufnr, kind, answer)
    end
  end)
end

--- Neovim 0.11 made the functions of a client methods.
function M.request(client, method, params, handler)
  if vim.fn.has('nvim-0.11') == 1 then
    return client:request(method, params, handler)
  end
  return client.request(method, params, handler)
end

local function follow(bufnr, uri)
  local range = M.places[bufnr][vim.api.nvim_win_get_cursor(0)[1]]
  if not range then
    return
  end
  local charm = vim.uri_to_bufnr(uri)
  local window = vim.fn.bufwinid(charm)
  if window == -1 then
    vim.cmd.sbuffer(charm)
    window = vim.api.nvim_get_current_win()
  end
  vim.api.nvim_set_current_win(window)
  vim.api.nvim_win_set_cursor(window, { range.start.line + 1, 0 })
  vim.cmd.normal({ '^', bang = true })
end

--- A window with text that nobody edits. It is called otherwise than a charm, so no server takes it for one.
function M.scratch(name, syntax)
  local bufnr = vim.fn.bufadd(name)
  vim.fn.bufload(bufnr)
  vim.bo[bufnr].buftype = 'nofile'
  vim.bo[bufnr].swapfile = false
  vim.bo[bufnr].modifiable = false
  vim.bo[bufnr].syntax = syntax
  local window = vim.fn.bufwinid(bufnr)
  if window == -1 then
    vim.cmd('botright vertical sbuffer ' .. bufnr)
  else
    vim.api.nvim_set_current_win(window)
  end
  return bufnr
end

--- Opens the view of a charm, or goes to it.
function M.open(client, kind, charm)
  local uri = vim.uri_from_bufnr(charm)
  local path = vim.api.nvim_buf_get_name(charm)
  local bufnr = M.scratch(('flask-lsp://%s/%s'):format(kind, vim.fs.dirname(path)), kinds[kind].syntax)
  shown[kind][uri] = bufnr
  M.places[bufnr] = M.places[bufnr] or {}
  if kind == 'env' then
    vim.keymap.set('n', '<CR>', function()
      follow(bufnr, uri)
    end, { buffer = bufnr, desc = 'Go to where the variable comes from' })
  end
  refresh(client, kind, uri)
end

--- For the client's configuration: views follow when the server says that they changed.
M.handlers = {}
for kind, about in pairs(kinds) do
  M.handlers[about.changed] = function(_, params, context)
    local client = vim.lsp.get_client_by_id(context.client_id)
    if client then
      refresh(client, kind, params.textDocument.uri)
    end
  end
end

return M
