--- flask-lsp for Neovim: which buffers it is for and how it is started.
---
--- Nothing happens before `setup()` or `vim.lsp.enable('flask_lsp')`. No keys are mapped and no
--- options of `vim.diagnostic` are changed.
local M = {}

--- The files that the server knows; it is not attached to any other YAML.
local names = {
  ['charmcraft.yaml'] = true,
  ['rockcraft.yaml'] = true,
  ['rockfile.yaml'] = true,
  ['charmcraft.yml'] = true,
  ['rockcraft.yml'] = true,
  ['paas-config.yaml'] = true,
}

--- Those that it knows beside a charm only.
local beside_a_charm = {
  ['metadata.yaml'] = true,
  ['config.yaml'] = true,
  ['actions.yaml'] = true,
}

local function is_ours(bufnr)
  local path = vim.api.nvim_buf_get_name(bufnr)
  local name = vim.fs.basename(path)
  if beside_a_charm[name] then
    return vim.uv.fs_stat(vim.fs.dirname(path) .. '/charmcraft.yaml') ~= nil
  end
  return names[name] == true
end

--- The repository; without one, the directory of the file.
local function root(bufnr)
  return vim.fs.root(bufnr, '.git') or vim.fs.dirname(vim.api.nvim_buf_get_name(bufnr))
end

local function capabilities()
  local known = vim.lsp.protocol.make_client_capabilities()
  return vim.tbl_deep_extend('force', known, { experimental = { expandedDocument = true } })
end

--- As `vim.lsp.config` takes it, from Neovim 0.11 on.
M.config = {
  capabilities = capabilities(),
  handlers = require('flask_lsp.views').handlers,
  cmd = { 'flask-lsp', '--stdio' },
  filetypes = { 'yaml' },
  root_dir = function(bufnr, on_dir)
    if is_ours(bufnr) then
      on_dir(root(bufnr))
    end
  end,
  settings = { ['flask-lsp'] = vim.empty_dict() },
}

--- What `setup()` made of it, up to Neovim 0.10.
M.chosen = M.config

local function start(bufnr, config)
  if not is_ours(bufnr) then
    return
  end
  local start_config = vim.tbl_extend('force', config, { name = 'flask_lsp', root_dir = root(bufnr) })
  vim.lsp.start(start_config, { bufnr = bufnr })
end

--- Starts the server for its files, those that are open already included.
---@param opts table? replaces parts of `config`, for example `{ cmd = { '/opt/flask-lsp' } }`
function M.setup(opts)
  opts = opts or {}
  if vim.lsp.enable then
    vim.lsp.config('flask_lsp', opts)
    vim.lsp.enable('flask_lsp')
    return
  end
  local config = vim.tbl_deep_extend('force', M.config, opts)
  M.chosen = config
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('flask_lsp', {}),
    pattern = 'yaml',
    callback = function(event)
      start(event.buf, config)
    end,
  })
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(bufnr) then
      start(bufnr, config)
    end
  end
end

return M
