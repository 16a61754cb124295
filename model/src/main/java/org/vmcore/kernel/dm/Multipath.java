package org.vmcore.kernel.dm;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Value;

/**
 * Several ways to one unit, {@code struct multipath}, {@code drivers/md/dm-mpath.c}.
 *
 * @param value the {@code struct multipath}
 */
public record Multipath(Value value) {
  private static final int MPATHF_QUEUE_IF_NO_PATH = 1; // drivers/md/dm-mpath.c
  private static final int MPATHF_RETAIN_ATTACHED_HW_HANDLER = 3;
  private static final long DM_PG_INIT_DELAY_DEFAULT = 0xffffffffL;

  /** What this device is, when it is one of several paths. */
  public static Optional<Multipath> of(DmDevice device) {
    return device.targets().stream()
        .filter(target -> target.type().equals("multipath"))
        .map(target -> new Multipath(target.privateData("struct multipath")))
        .findFirst();
  }

  private boolean hasFlag(int bit) {
    return (value.field("flags").asLong() >> bit & 1) != 0;
  }

  /** Names of the features, as the table of the device lists them: number of words, words. */
  public String features() {
    StringBuilder words = new StringBuilder();
    int nrWords = 0;
    if (hasFlag(MPATHF_QUEUE_IF_NO_PATH)) {
      words.append(" queue_if_no_path");
      nrWords++;
    }
    long retries = value.field("pg_init_retries").asLong();
    if (retries != 0) {
      words.append(" pg_init_retries ").append(retries);
      nrWords += 2;
    }
    long delay = value.field("pg_init_delay_msecs").asLong() & 0xffffffffL;
    if (delay != DM_PG_INIT_DELAY_DEFAULT) {
      words.append(" pg_init_delay_msecs ").append(delay);
      nrWords += 2;
    }
    if (hasFlag(MPATHF_RETAIN_ATTACHED_HW_HANDLER)) {
      words.append(" retain_attached_hw_handler");
      nrWords++;
    }
    return nrWords + words.toString();
  }

  /** Name of the hardware handler. */
  public Optional<String> hardwareHandler() {
    Value name = value.field("hw_handler_name");
    return name.isNull() ? Optional.empty() : Optional.of(name.asString());
  }

  /** How many paths work. */
  public long nrValidPaths() {
    Value paths = value.field("nr_valid_paths");
    return paths.has("counter") ? paths.field("counter").asLong() : paths.asLong();
  }

  /** Number of times that paths were made ready, and of requests that wait for a path. */
  public long nrPathInits() {
    return value.at("pg_init_count.counter").asLong();
  }

  /** The groups by priority. */
  public List<Group> groups() {
    return ListHead.forEachEntry(value.field("priority_groups"), "struct priority_group", "list")
        .stream()
        .map(group -> new Group(this, group))
        .toList();
  }

  /**
   * Paths that are used together.
   *
   * @param value the {@code struct priority_group}
   */
  public record Group(Multipath of, Value value) {
    /** Name of what chooses among the paths: {@code "service-time"}. */
    public String selector() {
      return value.at("ps.type->name").asString();
    }

    /** {@code "active"} for the one in use, {@code "disabled"} for one passed over. */
    public String status() {
      if (value.field("bypassed").asBoolean()) {
        return "disabled";
      }
      boolean current = of.value.field("current_pg").asLong() == value.address();
      return current ? "active" : "enabled";
    }

    public List<Path> paths() {
      return ListHead.forEachEntry(value.field("pgpaths"), "struct pgpath", "list").stream()
          .map(Path::new)
          .toList();
    }
  }

  /**
   * A way to the unit.
   *
   * @param value the {@code struct pgpath}
   */
  public record Path(Value value) {
    /** {@code dev_t} of the disk. */
    public long number() {
      return DmTarget.number(value.at("path.dev"));
    }

    public boolean isActive() {
      return value.field("is_active").asBoolean();
    }

    public long failCount() {
      return value.field("fail_count").asLong() & 0xffffffffL;
    }
  }
}
