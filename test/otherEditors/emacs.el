;; Does in Emacs what a person would: waits for the diagnostic, chooses the first fix, saves. Prints what it saw.
(require 'json)
(require 'cl-lib)

(defun drive--say (what value)
  (princ (concat (json-encode `((what . ,what) (value . ,value))) "\n")))

(defun drive--wait (what condition)
  (let ((end (+ (float-time) 20)))
    (while (not (funcall condition))
      (when (> (float-time) end)
        (drive--say "missed" what)
        (kill-emacs 1))
      (accept-process-output nil 0.05))))

(defun drive--shown ()
  (vconcat
   (mapcar (lambda (each)
             (save-excursion
               (goto-char (flymake-diagnostic-beg each))
               (let ((line (line-beginning-position)))
                 `((line . ,(1- (line-number-at-pos)))
                   (from . ,(- (flymake-diagnostic-beg each) line))
                   (to . ,(- (flymake-diagnostic-end each) line))
                   (code . ,(plist-get (alist-get 'eglot-lsp-diag (flymake-diagnostic-data each)) :code))
                   (message . ,(flymake-diagnostic-text each))))))
           (flymake-diagnostics))))

(defun drive ()
  ;; Eglot waits for the end of the command that opened the file.
  (run-hooks 'post-command-hook)
  (drive--wait "a server" #'eglot-current-server)
  (drive--wait "a diagnostic" (lambda () (flymake-start) (flymake-diagnostics)))
  (drive--say "diagnostics" (drive--shown))
  (goto-char (flymake-diagnostic-beg (car (flymake-diagnostics))))
  (drive--say "hover"
              (plist-get (plist-get (jsonrpc-request (eglot-current-server) :textDocument/hover
                                                     (eglot--TextDocumentPositionParams))
                                    :contents)
                         :value))
  (let ((last-nonmenu-event ?\r) ; a key, not the mouse
        (completing-read-function
         (lambda (_prompt actions &rest _)
           (let ((titles (all-completions "" actions)))
             (drive--say "offered" (vconcat titles))
             (car titles)))))
    (eglot-code-actions (point) (point) nil t))
  (drive--say "text" (buffer-string))
  (save-buffer)
  ;; Eglot tells of an edit when nobody has typed for a while, which a batch is never said to be.
  (eglot--signal-textDocument/didChange)
  (drive--wait "no diagnostic" (lambda () (flymake-start) (null (flymake-diagnostics))))
  (drive--say "diagnostics" (drive--shown))
  (eglot-shutdown (eglot-current-server)))
