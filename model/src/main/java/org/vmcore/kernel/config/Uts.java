package org.vmcore.kernel.config;

import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code struct new_utsname}, {@code include/uapi/linux/utsname.h}: what {@code uname} shows. */
public record Uts(
    String sysname,
    String nodename,
    String release,
    String version,
    String machine,
    String domainname) {

  /** Of the first namespace. */
  public static Uts of(Program kernel) {
    return of(kernel.symbol("init_uts_ns"));
  }

  /**
   * @param namespace a {@code struct uts_namespace}, or a pointer to it
   */
  public static Uts of(Value namespace) {
    Value name = namespace.field("name");
    return new Uts(
        name.field("sysname").asString(),
        name.field("nodename").asString(),
        name.field("release").asString(),
        name.field("version").asString(),
        name.field("machine").asString(),
        name.field("domainname").asString());
  }
}
