/* vm/cli/repl_line.c - lines from a terminal: with libreadline history and completion, without it plain ones.
 *
 * The guest runs on threads of its own, so waiting for a line blocks nothing.  Readline's callback interface is driven
 * by poll(), which Ctrl-C ends; while the guest runs the terminal is in its ordinary mode and Ctrl-C interrupts it. */
#include "vm/cli/repl.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void on_interrupt(int sig)
{
    (void)sig;
    interrupted = 1;
    virgo_session_interrupt();
}

static void catch_interrupts(void)
{
    struct sigaction a = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &a, NULL);
}

#ifdef VIRGO_READLINE

#include <readline/history.h>
#include <readline/readline.h>

enum { HISTORY_LINES = 5000 };

static struct repl *the_repl;
static char history_path[1024];
static bool line_ready, line_ended, editing;
static struct strbuf *line_out;

/* -- History: XDG_STATE_HOME/virgo/history ------------------------------------------------ */

static bool make_folders(char *path)
{
    for (char *p = path + 1; (p = strchr(p, '/')); p++) {
        *p = 0;
        if (mkdir(path, 0700) && errno != EEXIST) {
            *p = '/';
            return false;
        }
        *p = '/';
    }
    return true;
}

static void open_history(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    using_history();
    stifle_history(HISTORY_LINES);
    history_comment_char = '#';
    history_write_timestamps = 1;       /* they tell where an entry of several lines begins */
    history_multiline_entries = 1;
    int n = state && state[0] == '/' ? snprintf(history_path, sizeof history_path, "%s/virgo/history", state)
            : home && home[0] == '/' ? snprintf(history_path, sizeof history_path, "%s/.local/state/virgo/history", home) : 0;
    if (n <= 0 || (size_t)n >= sizeof history_path || !make_folders(history_path))
        history_path[0] = 0;
    else
        read_history(history_path);
}

void line_remember(const char *text)
{
    HIST_ENTRY *last = history_length ? history_get(history_base + history_length - 1) : NULL;
    if (last && strcmp(last->line, text) == 0)
        return;
    add_history(text);
    if (history_path[0] && append_history(1, history_path) == ENOENT)
        write_history(history_path);
}

/* -- Completion ------------------------------------------------------------------------------ */

struct words { char **at; size_t n, next; };

static struct words found;

static void add_word(void *arg, const char *word)
{
    struct words *w = arg;
    w->at = realloc(w->at, (w->n + 1) * sizeof *w->at);
    w->at[w->n++] = strdup(word);
}

static char *next_word(const char *text, int state)
{
    (void)text, (void)state;
    return found.next < found.n ? found.at[found.next++] : NULL;       /* readline frees it */
}

static char **complete(const char *text, int start, int end)
{
    (void)text;
    rl_attempted_completion_over = 1;
    rl_completion_append_character = 0;
    rl_completion_suppress_append = 1;
    while (found.next < found.n)
        free(found.at[found.next++]);
    found.n = found.next = 0;
    const char *line = rl_line_buffer;
    size_t blank = strspn(line, " \t");
    if (line[blank] == ':' && !memchr(line + blank, ' ', (size_t)end - blank)) {
        repl_commands_like(line + start, (size_t)(end - start), add_word, &found);
        return rl_completion_matches(text, next_word);
    }
    struct strbuf words = {0};
    size_t from, n = session_complete(the_repl->session, line, (size_t)end, &from, &words);
    const char *w = words.at;
    for (size_t i = 0; i < n; i++, w += strlen(w) + 1) {
        struct strbuf whole = {0};
        if (from > (size_t)start)
            strbuf_add(&whole, line + start, from - (size_t)start);
        strbuf_puts(&whole, w);
        add_word(&found, whole.at);
        strbuf_free(&whole);
    }
    strbuf_free(&words);
    return rl_completion_matches(text, next_word);
}

/* A tab before anything else indents. */
static int tab(int count, int key)
{
    (void)count, (void)key;
    for (int i = 0; i < rl_point; i++)
        if (rl_line_buffer[i] != ' ' && rl_line_buffer[i] != '\t')
            return rl_complete_internal(rl_completion_mode(tab));
    rl_insert_text("\t");
    return 0;
}

/* -- Lines -------------------------------------------------------------------------------------- */

static void on_line(char *line)
{
    line_ready = true;
    line_ended = line == NULL;
    if (line)
        strbuf_puts(line_out, line);
    free(line);
    rl_callback_handler_remove();
    editing = false;
}

void line_init(struct repl *r)
{
    the_repl = r;
    rl_readline_name = "virgo";
    rl_catch_signals = 0;
    rl_basic_word_break_characters = " \t\n\"\\'`@$><=;|&{}()[]+-*/%!^~,:";
    rl_completer_word_break_characters = rl_basic_word_break_characters;
    rl_attempted_completion_function = complete;
    rl_bind_key('\t', tab);
    catch_interrupts();
    open_history();
}

enum line_result line_read(const char *prompt, struct strbuf *out)
{
    interrupted = 0;
    line_ready = false;
    line_out = out;
    editing = true;
    catch_interrupts();                 /* the guest may have changed it */
    rl_callback_handler_install(prompt, on_line);
    while (!line_ready) {
        struct pollfd p = {.fd = 0, .events = POLLIN};
        int n = poll(&p, 1, -1);
        if (interrupted) {
            rl_free_line_state();
            rl_callback_sigcleanup();
            rl_callback_handler_remove();
            editing = false;
            fputs("^C\n", stdout);
            fflush(stdout);
            return LINE_DROPPED;
        }
        if (n > 0)
            rl_callback_read_char();
    }
    return line_ended ? LINE_END : LINE_READ;
}

void line_leave(void)
{
    if (editing)
        rl_callback_handler_remove();
    editing = false;
}

#else

void line_init(struct repl *r)
{
    (void)r;
    catch_interrupts();
}

enum line_result line_read(const char *prompt, struct strbuf *out)
{
    interrupted = 0;
    catch_interrupts();
    fputs(prompt, stdout);
    fflush(stdout);
    char *line = NULL;
    size_t cap = 0;
    ssize_t n = getline(&line, &cap, stdin);
    if (n > 0)
        strbuf_add(out, line, (size_t)n - (line[n - 1] == '\n'));
    free(line);
    if (n > 0)
        return LINE_READ;
    clearerr(stdin);
    if (!interrupted)
        return LINE_END;
    fputs("^C\n", stdout);
    return LINE_DROPPED;
}

void line_remember(const char *text) { (void)text; }
void line_leave(void) {}

#endif
