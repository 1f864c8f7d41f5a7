-- What a user of Neovim sees in the example project. Started by `run`, in a copy of it.

local checks = 0

local function check(what, condition, seen)
  if not condition then
    error(('%s; seen: %s'):format(what, vim.inspect(seen):sub(1, 600)), 0)
  end
  checks = checks + 1
end

--- Waits until `get` returns something, and returns it.
local function eventually(what, get)
  local value
  vim.wait(20000, function()
    value = get()
    return value
  end, 10)
  check(what, value, value)
  return value
end

local function open(path)
  vim.cmd.edit(path)
  return vim.api.nvim_get_current_buf()
end

--- Puts the cursor on the first character of a text.
local function go_to(text)
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  for row, line in ipairs(lines) do
    local column = line:find(text, 1, true)
    if column then
      vim.api.nvim_win_set_cursor(0, { row, column - 1 })
      return row
    end
  end
  error('no such text: ' .. text, 0)
end

local function find(list, matches)
  return vim.iter(list):find(matches)
end

local function diagnostic(bufnr, code)
  return find(vim.diagnostic.get(bufnr), function(found)
    return found.code == code
  end)
end

local function attaches_to_its_files_only(charm)
  eventually('the server is attached', function()
    return vim.lsp.get_clients({ bufnr = charm, name = 'flask_lsp' })[1]
  end)
  local other = open('compose.yaml')
  vim.wait(200)
  local clients = vim.lsp.get_clients({ bufnr = other })
  check('no server is attached to other YAML', #clients == 0, clients)
  vim.api.nvim_set_current_buf(charm)
end

local function shows_diagnostics(charm)
  local found = eventually('the option type is marked', function()
    return diagnostic(charm, 'config-option-type')
  end)
  check('the source is named', found.source == 'flask-lsp', found.source)
  check('it is an error', found.severity == vim.diagnostic.severity.ERROR, found.severity)
  local line = vim.api.nvim_buf_get_lines(charm, found.lnum, found.lnum + 1, false)[1]
  local marked = line:sub(found.col + 1, found.end_col)
  check('the value itself is marked', marked == 'str', marked)
  check('the endpoint is marked', diagnostic(charm, 'database-endpoint-name'), vim.diagnostic.get(charm))
end

local function shows_inlay_hints(charm)
  vim.lsp.inlay_hint.enable(true, { bufnr = charm })
  local hint = eventually('the variable is shown beside the option', function()
    return find(vim.lsp.inlay_hint.get({ bufnr = charm }), function(found)
      return vim.inspect(found.inlay_hint.label):find('FLASK_GREETING', 1, true)
    end)
  end)
  local row = go_to('greeting:')
  check('it stands in the line of the option', hint.inlay_hint.position.line == row - 1, hint)
end

--- What `vim.lsp.buf.hover()` shows, out of its window.
local function hover_window()
  vim.lsp.buf.hover()
  return eventually('a window with the hover is open', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        local bufnr = vim.api.nvim_win_get_buf(window)
        local lines = table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), '\n')
        vim.api.nvim_win_close(window, true)
        return lines
      end
    end
  end)
end

local function client_of(charm)
  return vim.lsp.get_clients({ bufnr = charm, name = 'flask_lsp' })[1]
end

local function here(charm)
  return vim.lsp.util.make_position_params(0, client_of(charm).offset_encoding)
end

--- The same where Neovim was built without the parser that its window needs for Markdown.
local function hover_answer(charm)
  local params = here(charm)
  local answers = vim.lsp.buf_request_sync(charm, 'textDocument/hover', params, 10000)
  local _, answer = next(answers or {})
  check('there is a hover', answer and answer.result, answer)
  local lines = vim.lsp.util.convert_input_to_markdown_lines(answer.result.contents)
  return table.concat(lines, '\n')
end

local function shows_a_hover(charm)
  go_to('greeting:')
  local has_parser = #vim.api.nvim_get_runtime_file('parser/markdown.*', false) > 0
  local text = has_parser and hover_window() or hover_answer(charm)
  check('the hover names the variable', text:find('FLASK_GREETING', 1, true), text)
end

local function completes(charm)
  local row = go_to('interface: s3')
  vim.api.nvim_buf_set_lines(charm, row - 1, row, false, { '    interface: post' })
  vim.api.nvim_win_set_cursor(0, { row, #'    interface: post' })
  local params = here(charm)
  params.position.character = #'    interface: post'
  local answers = vim.lsp.buf_request_sync(charm, 'textDocument/completion', params, 10000)
  local _, answer = next(answers or {})
  local item = find(answer and answer.result or {}, function(found)
    return found.label == 'postgresql_client'
  end)
  check('the interface is offered', item, answer)
  -- From 0.11 on what is inserted and what is replaced are told apart.
  local edit = { newText = item.textEdit.newText, range = item.textEdit.range or item.textEdit.replace }
  vim.lsp.util.apply_text_edits({ edit }, charm, client_of(charm).offset_encoding)
  local line = vim.api.nvim_buf_get_lines(charm, row - 1, row, false)[1]
  check('it replaces what was typed', line == '    interface: postgresql_client', line)
end

local function applies_a_fix(charm)
  local row = go_to('type: str')
  vim.api.nvim_win_set_cursor(0, { row, #'      type: ' })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.isPreferred
    end,
  })
  eventually('the type is mended', function()
    return vim.api.nvim_buf_get_lines(charm, row - 1, row, false)[1] == '      type: string'
  end)
  eventually('the mark is gone', function()
    return not diagnostic(charm, 'config-option-type')
  end)
end

local function view_lines(name)
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.startswith(vim.api.nvim_buf_get_name(bufnr), 'flask-lsp://' .. name) then
      return table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), '\n'), bufnr
    end
  end
end

--- The view holds a text, as soon as it does.
local function view_holds(name, text)
  return eventually(('%s shows %s'):format(name, text), function()
    local lines, bufnr = view_lines(name)
    return lines and lines:find(text, 1, true) and bufnr
  end)
end

local function rename_an_option(charm, from, to)
  for row, line in ipairs(vim.api.nvim_buf_get_lines(charm, 0, -1, false)) do
    if line:find(from .. ':', 1, true) then
      vim.api.nvim_buf_set_lines(charm, row - 1, row, false, { (line:gsub(from, to)) })
      return
    end
  end
  error('no option ' .. from, 0)
end

local function shows_views_that_follow(charm)
  vim.cmd('FlaskLsp env')
  local env = view_holds('env', 'FLASK_GREETING')
  check('the cursor is in the view', vim.api.nvim_get_current_buf() == env)
  go_to('FLASK_GREETING')
  vim.api.nvim_feedkeys(vim.keycode('<CR>'), 'x', false)
  check('<CR> goes to the charm', vim.api.nvim_get_current_buf() == charm)
  local line = vim.api.nvim_get_current_line()
  check('and to the option', line:find('greeting:', 1, true), line)
  vim.cmd('FlaskLsp expand')
  local expand = view_holds('expand', 'webserver-workers')
  check('no server takes the view for a charm', #vim.lsp.get_clients({ bufnr = expand }) == 0)
  rename_an_option(charm, 'greeting', 'salutation')
  view_holds('env', 'FLASK_SALUTATION')
  view_holds('expand', 'salutation')
  rename_an_option(charm, 'salutation', 'greeting')
  view_holds('env', 'FLASK_GREETING')
  vim.api.nvim_set_current_win(vim.fn.bufwinid(expand))
  vim.cmd('FlaskLsp env')
  check('a view leads to the other one of its charm', vim.api.nvim_get_current_buf() == env)
  check('both stand beside the charm', #vim.api.nvim_tabpage_list_wins(0) == 3)
  vim.cmd.only()
  vim.api.nvim_set_current_buf(charm)
end

local function says_what_is_wrong_first(charm)
  vim.cmd('FlaskLsp env')
  local bufnr = view_holds('env', 'Keeps the charm from working')
  local lines = vim.api.nvim_buf_get_lines(bufnr, 0, 6, false)
  check('what is wrong comes first', lines[3] == 'Keeps the charm from working', lines)
  check('and says why', table.concat(lines, '\n'):find('  database  paas-charm crashes', 1, true), lines)
  go_to('database')
  vim.api.nvim_feedkeys(vim.keycode('<CR>'), 'x', false)
  local line = vim.api.nvim_get_current_line()
  check('and leads there', line:find('database:', 1, true), line)
  vim.cmd.only()
  vim.api.nvim_set_current_buf(charm)
end

--- What `:checkhealth flask_lsp` shows, out of its buffer.
local function health()
  vim.cmd('silent checkhealth flask_lsp')
  local lines = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  vim.cmd.bwipeout()
  return lines
end

local function is_healthy(charm)
  local text = health()
  check('the program that runs is named', text:find(vim.fn.exepath(vim.env.FLASK_LSP), 1, true), text)
  check('nothing is wrong', not text:find('ERROR') and not text:find('WARNING'), text)
  check('and where it is attached', text:find('attached to .*charmcraft.yaml'), text)
  vim.api.nvim_set_current_buf(charm)
end

--- What `notify` is told while something runs.
local function told(run)
  local notify, texts = vim.notify, {}
  vim.notify = function(text)
    table.insert(texts, text)
  end
  run()
  vim.notify = notify
  return table.concat(texts, '\n')
end

local function says_what_there_is()
  local without = told(function()
    vim.cmd('FlaskLsp')
  end)
  check('subcommands are named', without:find('env, expand, explain, log, restart, run', 1, true), without)
  local unknown = told(function()
    vim.cmd('FlaskLsp environment')
  end)
  check('and what is none', unknown:find('there is no `environment`', 1, true), unknown)
end

local function explains(charm)
  vim.cmd('FlaskLsp explain duplicate-key')
  view_holds('explain/duplicate-key', '# duplicate-key')
  vim.cmd.only()
  vim.api.nvim_set_current_buf(charm)
  local offered = vim.fn.getcompletion('FlaskLsp e', 'cmdline')
  check('subcommands are completed', vim.deep_equal(offered, { 'env', 'expand', 'explain' }), offered)
  local codes = vim.fn.getcompletion('FlaskLsp explain database', 'cmdline')
  check('codes are completed, those of the file first', codes[1] == 'database-endpoint-name', codes)
  check('and then all others', vim.list_contains(codes, 'database-endpoint-swapped'), codes)
end

local function runs_in_a_terminal(charm)
  local offered = vim.fn.getcompletion('FlaskLsp run pack', 'cmdline')
  check('actions are completed', vim.deep_equal(offered, { 'pack-charm', 'pack-rock' }), offered)
  vim.cmd('FlaskLsp run pack-charm --help')
  local terminal = vim.api.nvim_get_current_buf()
  check('it is a terminal', vim.bo[terminal].buftype == 'terminal', vim.bo[terminal].buftype)
  eventually('the program of the server runs in it', function()
    local lines = table.concat(vim.api.nvim_buf_get_lines(terminal, 0, -1, false), '\n')
    return lines:find('Usage: flask-lsp run', 1, true)
  end)
  vim.cmd.stopinsert()
  vim.api.nvim_buf_delete(terminal, { force = true })
  vim.api.nvim_set_current_buf(charm)
end

local function restarts(charm)
  local before = vim.lsp.get_clients({ bufnr = charm, name = 'flask_lsp' })[1].id
  vim.cmd('FlaskLsp restart')
  eventually('another server is attached', function()
    local client = vim.lsp.get_clients({ bufnr = charm, name = 'flask_lsp' })[1]
    return client and client.id ~= before
  end)
  eventually('it says the same', function()
    return diagnostic(charm, 'database-endpoint-name')
  end)
end

--- As Neovim itself does it where it can; as `setup` does it for older ones.
local function start(opts)
  if vim.lsp.enable then
    vim.lsp.config('flask_lsp', opts)
    vim.lsp.enable('flask_lsp')
  else
    require('flask_lsp').setup(opts)
  end
end

local function run()
  vim.cmd('filetype on')
  start({ cmd = { vim.env.FLASK_LSP, '--stdio' } })
  local charm = open('charm/charmcraft.yaml')
  attaches_to_its_files_only(charm)
  shows_diagnostics(charm)
  shows_inlay_hints(charm)
  shows_a_hover(charm)
  completes(charm)
  applies_a_fix(charm)
  shows_views_that_follow(charm)
  says_what_is_wrong_first(charm)
  is_healthy(charm)
  says_what_there_is()
  explains(charm)
  runs_in_a_terminal(charm)
  restarts(charm)
end

local passed, problem = pcall(run)
-- The line that decides is the last one, whatever Neovim has written before.
if passed then
  io.stdout:write(('\npassed: %d checks in Neovim %s\n'):format(checks, tostring(vim.version())))
  vim.cmd('qall!')
else
  io.stdout:write(('\nfailed: %s\n'):format(problem))
  vim.cmd('cquit 1')
end
