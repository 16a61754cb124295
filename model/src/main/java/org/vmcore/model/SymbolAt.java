package org.vmcore.model;

/**
 * What lies at an address of kernel or module code or data.
 *
 * @param module name of the module, empty for the kernel image
 */
public record SymbolAt(String name, long offsetBytes, long sizeBytes, String module) {
  /** As {@code %pS} prints it, {@code sprint_symbol()}: {@code "schedule+0x5a/0xe0 [module]"}. */
  public String text() {
    return name
        + "+0x"
        + Long.toHexString(offsetBytes)
        + "/0x"
        + Long.toHexString(sizeBytes)
        + (module.isEmpty() ? "" : " [" + module + "]");
  }
}
