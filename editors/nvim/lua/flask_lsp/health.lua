--- `:checkhealth flask_lsp`
local M = {}

local function check_binary()
  local command = require('flask_lsp').config.cmd[1]
  if vim.lsp.config then
    command = vim.lsp.config.flask_lsp.cmd[1]
  end
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
    vim.health.info('not attached to a buffer; open a charmcraft.yaml or rockcraft.yaml')
  end
  for _, client in ipairs(clients) do
    for bufnr in pairs(client.attached_buffers) do
      vim.health.ok(('attached to %s, root %s'):format(vim.api.nvim_buf_get_name(bufnr), client.root_dir))
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
  check_binary()
  check_buffers()
end

return M
