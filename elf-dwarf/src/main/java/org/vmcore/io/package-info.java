/**
 * Bytes with an address: random access to files, a bounded cursor over them, and the root of all
 * faults. Start with {@link org.vmcore.io.ByteSource}. Knows no file format.
 */
package org.vmcore.io;
