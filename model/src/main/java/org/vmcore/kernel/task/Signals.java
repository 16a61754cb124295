package org.vmcore.kernel.task;

import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Signals of a task as masks, signal 1 in the lowest bit, {@code task_sig()} in {@code
 * fs/proc/array.c}.
 */
public final class Signals {
  private static final long SIG_DFL = 0; // include/uapi/asm-generic/signal-defs.h
  private static final long SIG_IGN = 1;

  private final Task task;
  private final boolean alive;

  public Signals(Task task) {
    this.task = task;
    this.alive = !task.value().field("sighand").isNull();
  }

  /** Whether the task still takes signals: a process that was waited for does not. */
  public boolean alive() {
    return alive;
  }

  /** A {@code sigset_t}. */
  public static long mask(Value set) {
    return set.at("sig[0]").asLong();
  }

  public long pending() {
    return alive ? mask(task.value().at("pending.signal")) : 0;
  }

  public long sharedPending() {
    return alive ? mask(task.signal().at("shared_pending.signal")) : 0;
  }

  public long blocked() {
    return alive ? mask(task.value().field("blocked")) : 0;
  }

  public long ignored() {
    return handled(true);
  }

  public long caught() {
    return handled(false);
  }

  private long handled(boolean ignored) {
    if (!alive) {
      return 0;
    }
    long mask = 0;
    Value actions = task.value().field("sighand").field("action");
    for (int i = 0; i < Math.min(actions.length(), Long.SIZE); i++) {
      long handler = actions.index(i).at("sa.sa_handler").asLong();
      boolean counts = ignored ? handler == SIG_IGN : handler != SIG_IGN && handler != SIG_DFL;
      mask |= counts ? 1L << i : 0;
    }
    return mask;
  }

  /**
   * Signals queued for the user, {@code UCOUNT_RLIMIT_SIGPENDING} (5.14+) or {@code sigpending}.
   */
  public long queued() {
    if (!alive) {
      return 0;
    }
    Program kernel = task.value().program();
    Value cred = task.cred();
    if (kernel.findEnumerator("UCOUNT_RLIMIT_SIGPENDING").isEmpty()) {
      return cred.at("user.sigpending").has("counter")
          ? cred.at("user.sigpending.counter").asLong()
          : cred.at("user.sigpending.refs.counter").asLong();
    }
    long index = kernel.enumerator("UCOUNT_RLIMIT_SIGPENDING");
    Value ucounts = cred.field("ucounts");
    return ucounts
        .field(ucounts.has("rlimit") ? "rlimit" : "ucount")
        .index(index)
        .field("counter")
        .asLong();
  }
}
