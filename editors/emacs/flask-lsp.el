;;; flask-lsp.el --- Charms and rocks with flask-lsp  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "29.1"))
;; Keywords: languages, tools

;;; Commentary:

;; Starts `flask-lsp' through Eglot for charmcraft.yaml, rockcraft.yaml and paas-config.yaml, and for
;; metadata.yaml, config.yaml and actions.yaml beside a charm.
;;
;;     (require 'flask-lsp)
;;     (add-hook 'flask-lsp-mode-hook #'eglot-ensure)
;;
;; Eglot runs one server in a buffer.  The files get a mode of their own, derived from that for YAML, so
;; that all other YAML files keep the server they have.

;;; Code:

(defgroup flask-lsp nil
  "Charms and rocks with flask-lsp."
  :group 'tools)

(defcustom flask-lsp-command '("flask-lsp" "--stdio")
  "The server's program and arguments."
  :type '(repeat string))

(eval-and-compile
  (defconst flask-lsp--yaml-mode
    (cond ((fboundp 'yaml-mode) 'yaml-mode)
          ((and (fboundp 'yaml-ts-mode)
                (fboundp 'treesit-ready-p)
                (treesit-ready-p 'yaml t))
           'yaml-ts-mode)
          (t 'conf-mode))
    "The mode for YAML that there is here."))

(defvar flask-lsp-mode-hook nil
  "Run in each buffer with a charm or rock.")

;;;###autoload
(define-derived-mode flask-lsp-mode text-mode "Charm"
  "Major mode for charmcraft.yaml and rockcraft.yaml: that for YAML, under a name of its own."
  (delay-mode-hooks (funcall flask-lsp--yaml-mode))
  (setq major-mode 'flask-lsp-mode
        mode-name "Charm"))

;;;###autoload
(add-to-list 'auto-mode-alist
             (cons (rx "/" (or "charmcraft" "rockcraft" "rockfile" "paas-config") ".yaml" eos)
                   'flask-lsp-mode))

;;;###autoload
(defun flask-lsp-beside-charm-p ()
  "Whether this is a file that is read into the charm beside it."
  (and buffer-file-name
       (member (file-name-nondirectory buffer-file-name)
               '("metadata.yaml" "config.yaml" "actions.yaml"))
       (file-exists-p (expand-file-name "charmcraft.yaml" (file-name-directory buffer-file-name)))))

;; Elsewhere files of these names are anybody's, so the name alone does not tell.
;;;###autoload
(add-to-list 'magic-mode-alist '(flask-lsp-beside-charm-p . flask-lsp-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               `((flask-lsp-mode :language-id "yaml") . ,(lambda (&rest _) flask-lsp-command))))

(provide 'flask-lsp)
;;; flask-lsp.el ends here
