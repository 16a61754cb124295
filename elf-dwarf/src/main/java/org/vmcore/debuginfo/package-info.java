/**
 * Debug information behind one interface: types by name, variables and symbols by name and by
 * address, unwind rows by address. Also finding its files. Start with {@link
 * org.vmcore.debuginfo.DebugInfo}. All addresses here are link-time addresses.
 */
package org.vmcore.debuginfo;
