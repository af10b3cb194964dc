# Makes a seccomp profile under which Chrome's own sandbox works, out of the container engine's default one:
# user namespaces are what the sandbox is made of, and the default grants them to nobody but administrators.
.syscalls += [{
  "comment": "Chrome's sandbox",
  "names": ["clone", "clone3", "unshare", "setns", "chroot"],
  "action": "SCMP_ACT_ALLOW"
}]
