package org.vmcore.emit.sys.cgroup;

import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;

/** Shows a file of a control group as one of the kernel's functions does. */
interface CgroupShow {
  void show(CgroupFile file, Text out);
}
