-- `:FlaskLsp`. Everything else is loaded when it is asked for.
if vim.g.loaded_flask_lsp then
  return
end
vim.g.loaded_flask_lsp = true

vim.api.nvim_create_user_command('FlaskLsp', function(command)
  require('flask_lsp.commands').run(command.fargs)
end, {
  nargs = '*',
  desc = 'Views and actions of flask-lsp',
  complete = function(typed, line)
    return require('flask_lsp.commands').complete(typed, line)
  end,
})
