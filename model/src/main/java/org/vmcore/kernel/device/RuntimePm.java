package org.vmcore.kernel.device;

import java.util.Locale;
import java.util.Optional;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code struct dev_pm_info}, {@code drivers/base/power/}: whether a device sleeps when nobody
 * needs it.
 *
 * @param power the {@code struct dev_pm_info}
 */
public record RuntimePm(Value power) {
  private static final long NSEC_PER_MSEC = 1_000_000;

  public static RuntimePm of(Device device) {
    return new RuntimePm(device.value().field("power"));
  }

  private boolean is(String flag) {
    return power.field(flag).asBoolean();
  }

  private boolean isInState(String enumerator) {
    return power.field("runtime_status").asLong() == power.program().enumerator(enumerator);
  }

  /** {@code control}: whether it may sleep. */
  public String control() {
    return is("runtime_auto") ? "auto" : "on";
  }

  /** {@code runtime_status_show()}; empty for a state that is none. */
  public Optional<String> status() {
    if (is("runtime_error")) {
      return Optional.of("error");
    }
    if (power.field("disable_depth").asLong() != 0) {
      return Optional.of("unsupported");
    }
    for (String state : new String[] {"SUSPENDED", "SUSPENDING", "RESUMING", "ACTIVE"}) {
      if (isInState("RPM_" + state)) {
        return Optional.of(state.toLowerCase(Locale.ROOT));
      }
    }
    return Optional.empty();
  }

  /** {@code pm_runtime_active_time()}. */
  public long activeMs() {
    return (power.field("active_time").asLong() + sinceStamp(false)) / NSEC_PER_MSEC;
  }

  /** {@code pm_runtime_suspended_time()}. */
  public long suspendedMs() {
    return (power.field("suspended_time").asLong() + sinceStamp(true)) / NSEC_PER_MSEC;
  }

  /** {@code update_pm_runtime_accounting()}: what has passed since it was last counted. */
  private long sinceStamp(boolean suspended) {
    Program kernel = power.program();
    boolean counts =
        power.field("disable_depth").asLong() == 0 && isInState("RPM_SUSPENDED") == suspended;
    long stamp = power.field("accounting_timestamp").asLong();
    return counts ? Math.max(0, Timekeeping.of(kernel).monotonicNs() - stamp) : 0;
  }

  /** How long it waits before it sleeps; empty where it does not wait. */
  public Optional<Long> autosuspendDelayMs() {
    return is("use_autosuspend")
        ? Optional.of(power.field("autosuspend_delay").asLong())
        : Optional.empty();
  }

  /** {@code wakeup}: whether it may wake the machine; empty where it cannot. */
  public String wakeup() {
    if (!is("can_wakeup")) {
      return "";
    }
    return power.field("wakeup").isNull() ? "disabled" : "enabled";
  }

  /** A number of its {@code struct wakeup_source}; empty where it has none. */
  public Optional<Long> wakeupSource(String member) {
    Value source = power.field("wakeup");
    return source.isNull() ? Optional.empty() : Optional.of(source.field(member).asLong());
  }
}
