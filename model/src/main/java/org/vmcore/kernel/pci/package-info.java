/** The PCI bus, {@code drivers/pci/}: {@link org.vmcore.kernel.pci.PciDevice}. */
package org.vmcore.kernel.pci;
