--- Found by `vim.lsp.enable('flask_lsp')`, from Neovim 0.11 on.
return require('flask_lsp').config
