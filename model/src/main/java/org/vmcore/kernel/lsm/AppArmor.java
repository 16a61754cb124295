package org.vmcore.kernel.lsm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code security/apparmor/}: the profiles that confine a task. */
public final class AppArmor {
  private static final String[] MODES = { // aa_profile_mode_names[]
    "enforce", "complain", "kill", "unconfined", "user"
  };
  private static final int MAX_PROFILES = 1024;

  private AppArmor() {}

  /** Whether the module is at work. */
  public static boolean isActive(Program kernel) {
    return kernel.findSymbol("apparmor_initialized").filter(Value::asBoolean).isPresent();
  }

  /**
   * {@code aa_getprocattr()}: the label of a task as its namespace's root shows it, with the mode.
   */
  public static String current(Task task) {
    Program kernel = task.value().program();
    long blob = task.cred().field("security").asLong();
    long offset = kernel.symbol("apparmor_blob_sizes").field("lbs_cred").asLong();
    Value label = newest(kernel.object("struct aa_label *", blob + offset).deref());
    long root = kernel.symbol("root_ns").asLong();
    List<String> names = new ArrayList<>();
    Optional<String> mode = Optional.empty();
    for (Value profile : profiles(label)) {
      boolean ofRoot = profile.field("ns").asLong() == root;
      String namespace = ofRoot ? "" : ":" + profile.at("ns->base.hname").asString() + "://";
      names.add(namespace + profile.at("base.hname").asString());
      int number = profile.field("mode").asInt();
      if (profile.address() != profile.at("ns->unconfined").asLong()) {
        String own = number >= 0 && number < MODES.length ? MODES[number] : "unknown";
        mode = mode.isEmpty() || mode.get().equals(own) ? Optional.of(own) : Optional.of("mixed");
      }
    }
    return String.join("//&", names) + mode.map(shown -> " (" + shown + ")").orElse("");
  }

  /** {@code aa_get_newest_label()}: a label that was replaced leads to its successor. */
  private static Value newest(Value label) {
    Value proxy = label.field("proxy");
    if (proxy.isNull() || proxy.field("label").isNull()) {
      return label;
    }
    return proxy.field("label").deref();
  }

  private static List<Value> profiles(Value label) {
    int size = label.field("size").asInt();
    if (size < 1 || size > MAX_PROFILES) {
      throw new Malformed("absurd number of profiles " + size, "struct aa_label", label.address());
    }
    List<Value> profiles = new ArrayList<>();
    label.field("vec").elements(size).forEach(profile -> profiles.add(profile.deref()));
    return profiles;
  }
}
