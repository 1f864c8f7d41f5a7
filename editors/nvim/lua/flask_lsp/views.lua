--- Windows beside a charm that follow it while it is edited: the charm in full, its environment.
local environment = require('flask_lsp.environment')

local M = {}

local highlighted = vim.api.nvim_create_namespace('flask_lsp')

--- What each view asks for, and how the answer becomes lines.
local kinds = {
  expand = { method = 'flask-lsp/expand', changed = 'flask-lsp/didChangeExpansion', syntax = 'yaml' },
  env = {
    method = 'flask-lsp/environment',
    changed = 'flask-lsp/didChangeEnvironment',
    syntax = '',
    lines = environment.lines,
  },
}

--- Buffers by kind and by URI of the charm.
local shown = { expand = {}, env = {} }

--- For each buffer of a view the buffer of its charm.
local charms = {}

--- For each buffer of a view and line number the range that `<CR>` leads to.
local places = {}

--- The charm that a view is of; any other buffer itself.
function M.charm_of(bufnr)
  return charms[bufnr] or bufnr
end

function kinds.expand.lines(answer)
  local lines = {}
  for _, problem in ipairs(answer.problems) do
    local message = vim.split(problem.message, '\n')[1]
    table.insert(lines, ('# line %d: %s'):format(problem.range.start.line + 1, message))
  end
  local highlights = {}
  for at, line in ipairs(lines) do
    table.insert(highlights, { at - 1, 0, #line, 'DiagnosticError' })
  end
  return vim.list_extend(lines, vim.split(vim.trim(answer.text), '\n')), {}, highlights
end

local function fill(bufnr, kind, answer)
  local lines, ranges, highlights = { 'there is nothing to show' }, {}, {}
  if answer and answer ~= vim.NIL then
    lines, ranges, highlights = kinds[kind].lines(answer)
  end
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
  vim.bo[bufnr].modifiable = false
  places[bufnr] = ranges
  vim.api.nvim_buf_clear_namespace(bufnr, highlighted, 0, -1)
  for _, highlight in ipairs(highlights) do
    local line, start, stop, group = unpack(highlight)
    vim.api.nvim_buf_set_extmark(bufnr, highlighted, line, start, { end_col = stop, hl_group = group })
  end
end

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

--- The answer, waited for as long as a user does who presses a key.
function M.request_sync(client, method, params)
  if vim.fn.has('nvim-0.11') == 1 then
    return client:request_sync(method, params, 500)
  end
  return client.request_sync(method, params, 500)
end

local function follow(bufnr)
  local range = (places[bufnr] or {})[vim.api.nvim_win_get_cursor(0)[1]]
  if not range then
    return
  end
  local charm = M.charm_of(bufnr)
  local window = vim.fn.bufwinid(charm)
  if window == -1 then
    vim.cmd.sbuffer(charm)
    window = vim.api.nvim_get_current_win()
  end
  vim.api.nvim_set_current_win(window)
  vim.api.nvim_win_set_cursor(window, { range.start.line + 1, 0 })
  vim.cmd.normal({ '^', bang = true })
end

--- A window that shows a page of ours already.
local function window_of_ours()
  for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    local name = vim.api.nvim_buf_get_name(vim.api.nvim_win_get_buf(window))
    if vim.startswith(name, 'flask-lsp://') then
      return window
    end
  end
end

--- Long lines are folded below their own start, and nothing takes room from them.
local function lay_out(window)
  local options = { wrap = true, linebreak = true, breakindent = true, breakindentopt = 'shift:4' }
  options = vim.tbl_extend('force', options, { number = false, relativenumber = false, signcolumn = 'no' })
  for name, value in pairs(options) do
    vim.api.nvim_set_option_value(name, value, { scope = 'local', win = window })
  end
end

--- A window with text that nobody edits, beside the file, or below another one of ours. It is called otherwise
--- than a charm, so no server takes it for one.
function M.scratch(name, syntax)
  local bufnr = vim.fn.bufadd(name)
  vim.fn.bufload(bufnr)
  vim.bo[bufnr].buftype = 'nofile'
  vim.bo[bufnr].swapfile = false
  vim.bo[bufnr].modifiable = false
  vim.bo[bufnr].syntax = syntax
  local window = vim.fn.bufwinid(bufnr)
  if window ~= -1 then
    vim.api.nvim_set_current_win(window)
    return bufnr
  end
  local beside = window_of_ours()
  if beside then
    vim.api.nvim_set_current_win(beside)
    vim.cmd('belowright sbuffer ' .. bufnr)
  else
    vim.cmd('botright vertical sbuffer ' .. bufnr)
  end
  lay_out(vim.api.nvim_get_current_win())
  return bufnr
end

--- Opens the view of a charm, or goes to it.
function M.open(client, kind, charm)
  local uri = vim.uri_from_bufnr(charm)
  local path = vim.api.nvim_buf_get_name(charm)
  local bufnr = M.scratch(('flask-lsp://%s/%s'):format(kind, vim.fs.dirname(path)), kinds[kind].syntax)
  shown[kind][uri] = bufnr
  charms[bufnr] = charm
  if kind == 'env' then
    vim.keymap.set('n', '<CR>', function()
      follow(bufnr)
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
