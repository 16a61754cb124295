package org.vmcore.kernel.sysctl;

import java.util.HashMap;
import java.util.Map;

/** Reads sysctls as their handlers do; a handler is known by the name of its function. */
public final class SysctlValues {
  private static final Map<String, SysctlHandler> HANDLERS = handlers();

  private SysctlValues() {}

  private static Map<String, SysctlHandler> handlers() {
    Registry registry = new Registry();
    VectorHandlers.register(registry);
    KernelHandlers.register(registry);
    FsHandlers.register(registry);
    MmHandlers.register(registry);
    NetHandlers.register(registry);
    TcpHandlers.register(registry);
    return Map.copyOf(registry.handlers);
  }

  /** Handlers by name while they are being collected. */
  static final class Registry {
    private final Map<String, SysctlHandler> handlers = new HashMap<>();

    /** These functions read alike. */
    void add(SysctlHandler handler, String... names) {
      for (String name : names) {
        handlers.put(name, handler);
      }
    }
  }

  /**
   * The bytes of the file.
   *
   * @throws UnknownHandler when the value has a handler that is not known here
   */
  public static String read(SysctlEntry entry) {
    SysctlHandler handler = HANDLERS.get(entry.handler());
    if (handler == null) {
      throw new UnknownHandler(entry);
    }
    return handler.read(entry);
  }
}
