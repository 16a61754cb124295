/** Files of devices on the PCI bus, in the directories that {@code /sys/bus/pci} leads to. */
package org.vmcore.emit.sys.pci;
