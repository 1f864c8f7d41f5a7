--- `:FlaskLsp <subcommand>`.
local views = require('flask_lsp.views')

local M = {}

local function warn(text)
  vim.notify('flask-lsp: ' .. text, vim.log.levels.WARN)
end

local function say(text)
  vim.notify('flask-lsp: ' .. text)
end

--- The buffer on screen, or the charm whose view it is.
local function current()
  return views.charm_of(vim.api.nvim_get_current_buf())
end

local function client_of(bufnr)
  local client = vim.lsp.get_clients({ name = 'flask_lsp', bufnr = bufnr })[1]
  if not client then
    warn('not attached to this buffer; open a charmcraft.yaml or rockcraft.yaml')
  end
  return client
end

local function open_view(kind)
  return function()
    local bufnr = current()
    local client = client_of(bufnr)
    if client then
      views.open(client, kind, bufnr)
    end
  end
end

--- Codes of what the server says about a buffer, each once; those of the cursor's line first.
local function codes(bufnr)
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local found = vim.tbl_filter(function(diagnostic)
    return diagnostic.source == 'flask-lsp'
  end, vim.diagnostic.get(bufnr))
  table.sort(found, function(left, right)
    return math.abs(left.lnum - line) < math.abs(right.lnum - line)
  end)
  local names = {}
  for _, diagnostic in ipairs(found) do
    if not vim.list_contains(names, diagnostic.code) then
      table.insert(names, diagnostic.code)
    end
  end
  return names
end

--- Those of a buffer, then all others: one may want to read about what is not wrong here.
local function all_codes(bufnr)
  local names = codes(bufnr)
  local client = vim.lsp.get_clients({ name = 'flask_lsp', bufnr = bufnr })[1]
  local answer = client and views.request_sync(client, 'flask-lsp/rules', vim.empty_dict())
  for _, rule in ipairs(answer and answer.result or {}) do
    if not vim.list_contains(names, rule.code) then
      table.insert(names, rule.code)
    end
  end
  return names
end

local function explain(arguments)
  local bufnr = current()
  local client = client_of(bufnr)
  local code = arguments[1] or codes(bufnr)[1]
  if not client then
    return
  end
  if not code then
    return warn('nothing is wrong here; name the code of a finding')
  end
  views.request(client, 'flask-lsp/explain', { code = code }, function(_, answer)
    if not answer or answer == vim.NIL then
      return warn(('there is no finding with the code `%s`'):format(code))
    end
    local page = views.scratch('flask-lsp://explain/' .. code, 'markdown')
    vim.bo[page].modifiable = true
    vim.api.nvim_buf_set_lines(page, 0, -1, false, vim.split(vim.trim(answer.markdown), '\n'))
    vim.bo[page].modifiable = false
  end)
end

--- Neovim 0.11 made the functions of a client methods.
local function stop(client)
  if vim.fn.has('nvim-0.11') == 1 then
    return client:stop()
  end
  client.stop()
end

--- Stops the server and starts it anew for the buffers that it had.
local function restart()
  local clients = vim.lsp.get_clients({ name = 'flask_lsp' })
  if #clients == 0 then
    return warn('not running')
  end
  for _, client in ipairs(clients) do
    local config, buffers = client.config, vim.tbl_keys(client.attached_buffers)
    stop(client)
    local timer = assert(vim.uv.new_timer())
    timer:start(20, 20, vim.schedule_wrap(function()
      if vim.lsp.get_client_by_id(client.id) or timer:is_closing() then
        return
      end
      timer:close()
      for _, bufnr in ipairs(buffers) do
        if vim.api.nvim_buf_is_loaded(bufnr) then
          vim.lsp.start(config, { bufnr = bufnr })
        end
      end
      say(('restarted for %d file%s'):format(#buffers, #buffers == 1 and '' or 's'))
    end))
  end
end

--- The end of Neovim's log of all servers.
local function log()
  local path = vim.lsp.log.get_filename()
  local about = vim.uv.fs_stat(path)
  if not about or about.size == 0 then
    return say('nothing was logged; see `:help vim.lsp.set_log_level()`')
  end
  vim.cmd.split(vim.fn.fnameescape(path))
  vim.cmd.normal({ 'G', bang = true })
end

--- Neovim 0.11 deprecates the function of 0.10.
local function open_terminal(command, directory)
  if vim.fn.has('nvim-0.11') == 1 then
    return vim.fn.jobstart(command, { cwd = directory, term = true })
  end
  return vim.fn.termopen(command, { cwd = directory })
end

--- Runs `flask-lsp run` in a terminal, in the directory of the file.
local function run_in_terminal(arguments)
  local bufnr = current()
  local client = client_of(bufnr)
  if not client then
    return
  end
  local directory = vim.fs.dirname(vim.api.nvim_buf_get_name(bufnr))
  local command = { client.config.cmd[1], 'run' }
  vim.cmd('botright new')
  open_terminal(vim.list_extend(command, arguments), directory)
  vim.cmd.startinsert()
end

local subcommands = {
  env = open_view('env'),
  expand = open_view('expand'),
  explain = explain,
  log = log,
  restart = restart,
  run = run_in_terminal,
}

--- What `flask-lsp run` can do.
local actions =
  { 'config', 'deploy', 'integrate', 'pack-charm', 'pack-rock', 'refresh', 'update-image', 'upload-rock' }

--- Runs a subcommand with its arguments.
function M.run(arguments)
  local name = arguments[1]
  local subcommand = subcommands[name]
  if not subcommand then
    local known = vim.tbl_keys(subcommands)
    table.sort(known)
    local list = table.concat(known, ', ')
    return warn(name and ('there is no `%s`; there are %s'):format(name, list) or 'there are ' .. list)
  end
  subcommand(vim.list_slice(arguments, 2))
end

--- What the word that is being typed could become.
function M.complete(typed, line)
  local words = vim.split(vim.trim(line:sub(1, #line - #typed)), '%s+')
  local offered = {}
  if #words == 1 then
    offered = vim.tbl_keys(subcommands)
    table.sort(offered)
  elseif #words == 2 and words[2] == 'explain' then
    offered = all_codes(current())
  elseif #words == 2 and words[2] == 'run' then
    offered = actions
  end
  return vim.tbl_filter(function(word)
    return vim.startswith(word, typed)
  end, offered)
end

return M
