;;; driver.el --- What a user of Emacs sees in the example project  -*- lexical-binding: t; -*-

;; Started by `run', in a copy of the project, with editors/emacs on the load path.

(require 'eglot)
(require 'flymake)
(require 'flask-lsp)

(defvar checks 0)

(defun check (what seen)
  "Fail with WHAT unless SEEN is something."
  (unless seen (error "%s" what))
  (setq checks (1+ checks))
  seen)

(defun eventually (what get)
  "Wait until GET returns something, and return it; WHAT says what is waited for."
  (let ((end (+ (float-time) 20)) seen)
    (while (and (not (setq seen (funcall get))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (check what seen)))

(defun codes ()
  "Codes of the findings that Flymake shows."
  (mapcar (lambda (it) (flymake-diagnostic-text it)) (flymake-diagnostics)))

(defun hints ()
  "Texts of the inlay hints in the buffer."
  (delq nil (mapcar (lambda (it)
                      (and (overlay-get it 'eglot--inlay-hint)
                           (substring-no-properties
                            (or (overlay-get it 'before-string) (overlay-get it 'after-string) ""))))
                    (overlays-in (point-min) (point-max)))))

(setq flask-lsp-command (list (getenv "FLASK_LSP") "--stdio")
      eglot-sync-connect 20
      eglot-autoreconnect nil
      eglot-confirm-server-edits nil
      make-backup-files nil
      auto-save-default nil)

(find-file "charm/charmcraft.yaml")
(check "the mode for charms" (derived-mode-p 'flask-lsp-mode))
(check "it is one for YAML" (derived-mode-p 'text-mode 'yaml-mode 'yaml-ts-mode 'conf-mode))
(eglot-ensure)
(run-hooks 'post-command-hook)
(eventually "a server" #'eglot-current-server)
(flymake-mode 1)
(flymake-start)
(eventually "findings"
            (lambda () (seq-some (lambda (it) (string-match-p "postgresql_client" it)) (codes))))

;; Eglot asks for what a window shows, so a batch run asks itself.
(let ((answer (jsonrpc-request
               (eglot-current-server) :textDocument/inlayHint
               (list :textDocument (eglot--TextDocumentIdentifier)
                     :range (list :start (eglot--pos-to-lsp-position (point-min))
                                  :end (eglot--pos-to-lsp-position (point-max)))))))
  (check "a hint" (seq-some (lambda (hint) (string-match-p "FLASK_TOKEN" (format "%s" hint))) answer)))

(goto-char (point-min))
(search-forward "greeting")
(let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover
                              (eglot--TextDocumentPositionParams))))
  (check "hover" (string-match-p "FLASK_GREETING" (format "%s" hover))))

(goto-char (point-min))
(search-forward "  database")
(let ((fix (seq-find (lambda (action) (string-match-p "Rename the endpoint" (plist-get action :title)))
                     (eglot-code-actions (point) nil "quickfix" nil))))
  (check "a fix" fix)
  (eglot-execute (eglot-current-server) fix))
(eventually "the fix renames the endpoint"
            (lambda () (save-excursion (goto-char (point-min))
                                       (re-search-forward "^  postgresql:$" nil t))))

(find-file "config.yaml")
(check "config.yaml beside a charm is a part of it" (derived-mode-p 'flask-lsp-mode))
(find-file "../config.yaml")
(check "elsewhere it is not" (not (derived-mode-p 'flask-lsp-mode)))
(find-file "settings.yaml")
(check "other YAML files keep their mode" (not (derived-mode-p 'flask-lsp-mode)))

(message "passed: %d checks in Emacs %s" checks emacs-version)
(kill-emacs 0)
;;; driver.el ends here
