/**
 * Containers of memory dumps behind one interface: physical address in, bytes or a typed fault out.
 * Start with {@link org.vmcore.dump.Dump}. Formats have a sub-package each; detection is by
 * content. Does not translate virtual addresses and knows no kernel structure.
 */
package org.vmcore.dump;
