-- Does in Neovim what a person would: waits for the diagnostic, chooses the first fix, writes the file. Prints what it saw.
local function say(what, value)
  io.stdout:write(vim.json.encode({ what = what, value = value }) .. '\n')
end

local function wait(what, condition)
  if not vim.wait(20000, condition, 50) then
    say('missed', what)
    vim.cmd('cquit')
  end
end

local function shown()
  return vim.tbl_map(function(each)
    return { line = each.lnum, from = each.col, to = each.end_col, code = each.code, message = each.message }
  end, vim.diagnostic.get(0))
end

local function clients()
  return (vim.lsp.get_clients or vim.lsp.get_active_clients)()
end

wait('a server', function() return #clients() > 0 end)
wait('a diagnostic', function() return #vim.diagnostic.get(0) > 0 end)
say('diagnostics', shown())

local diagnostic = vim.diagnostic.get(0)[1]
vim.api.nvim_win_set_cursor(0, { diagnostic.lnum + 1, diagnostic.col })

local parameters = vim.lsp.util.make_position_params(0, 'utf-16')
local answers = vim.lsp.buf_request_sync(0, 'textDocument/hover', parameters, 20000)
for _, answer in pairs(answers or {}) do
  say('hover', answer.result and answer.result.contents.value)
end

vim.ui.select = function(items, options, choose)
  say('offered', vim.tbl_map(options.format_item, items))
  choose(items[1], 1)
end
local before = vim.api.nvim_buf_get_changedtick(0)
vim.lsp.buf.code_action()
wait('an edit', function() return vim.api.nvim_buf_get_changedtick(0) ~= before end)
say('text', table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n'))
wait('no diagnostic', function() return #vim.diagnostic.get(0) == 0 end)
say('diagnostics', shown())
vim.cmd('write')
vim.cmd('qall!')
