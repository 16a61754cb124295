package org.vmcore.model;

/**
 * What lies at an address of kernel or module code or data.
 *
 * @param module name of the module, empty for the kernel image
 */
public record SymbolAt(String name, long offsetBytes, long sizeBytes, String module) {}
