/** Files that devices of all kinds have: {@code uevent}, {@code dev}, {@code power}. */
package org.vmcore.emit.sys.device;
