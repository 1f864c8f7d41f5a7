--- `:checkhealth flask_lsp`
local M = {}

--- The program that runs, else the one that would be started.
local function program()
  local client = vim.lsp.get_clients({ name = 'flask_lsp' })[1]
  if client then
    return client.config.cmd[1]
  end
  local config = vim.lsp.config and vim.lsp.config.flask_lsp or require('flask_lsp').chosen
  return config.cmd[1]
end

local function check_binary()
  local command = program()
  if vim.fn.executable(command) == 0 then
    vim.health.error(('`%s` is not on the PATH'):format(command), {
      'install it, or give its path: require("flask_lsp").setup({ cmd = { "/path/to/flask-lsp", "--stdio" } })',
    })
    return
  end
  local version = vim.trim(vim.fn.system({ command, '--version' }))
  vim.health.ok(('%s, %s'):format(vim.fn.exepath(command), version))
end

local function check_buffers()
  local clients = vim.lsp.get_clients({ name = 'flask_lsp' })
  if #clients == 0 then
    vim.health.warn('not running', {
      'open a charmcraft.yaml or rockcraft.yaml',
      'in `init.lua`: require("flask_lsp").setup()',
    })
  end
  for _, client in ipairs(clients) do
    for bufnr in pairs(client.attached_buffers) do
      vim.health.ok(('attached to %s, root %s'):format(vim.api.nvim_buf_get_name(bufnr), client.root_dir))
      if not vim.lsp.inlay_hint.is_enabled({ bufnr = bufnr }) then
        vim.health.info('inlay hints are off; `vim.lsp.inlay_hint.enable(true)` shows variables beside their options')
      end
      if #vim.lsp.get_clients({ name = 'yamlls', bufnr = bufnr }) > 0 then
        vim.health.warn('yamlls is attached to the same buffer and may apply a schema that knows no extensions', {
          'keep yamlls away from it: `settings = { yaml = { schemaStore = { enable = false } } }`',
        })
      end
    end
  end
end

function M.check()
  vim.health.start('flask-lsp')
  if vim.fn.has('nvim-0.10') == 0 then
    vim.health.error('Neovim 0.10 or later is needed')
    return
  end
  vim.health.ok('Neovim ' .. tostring(vim.version()))
  check_binary()
  check_buffers()
end

return M
