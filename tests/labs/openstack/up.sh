#!/bin/bash
# up.sh STATE_DIR
#
# Brings up a real OpenStack control plane (keystone, placement, glance, neutron
# API, nova api/conductor/scheduler/compute, cinder api/scheduler/volume) from
# Debian 12 packages, on 127.0.0.1 only, with volumes that are files
# (volumes.py).  Nothing outside STATE_DIR is written except what apt installs;
# no package's own service is started.  Stop it with down.sh STATE_DIR.
#
#   ECS_LAB_HYPERVISOR=fake      nova's own fake hypervisor: no guest runs (the default)
#   ECS_LAB_HYPERVISOR=libvirt   libvirt and qemu: servers boot a real Debian and can be
#                  logged in to.  The lab then lives in namespaces of its own, and what is to
#                  reach it runs through STATE_DIR/in-lab; see guests.sh
#   ECS_LAB_PORT   first port of the block used (default 35000)
#   ECS_LAB_PASS   password of every account made (default ecstools-lab)
#   ECS_LAB_APT=0  do not call apt (packages are already there)
#   ECS_LAB_ONLY=keystone   Keystone alone (with MariaDB): no RabbitMQ, nova, ...
#   ECS_LAB_ONLY=packages   fetch what is needed and stop
#   ECS_LAB_CATALOG  with that: the services its catalogue shall list, as JSON
#                  {"TYPE": ["NAME", "URL"], ...}, say a simulator's "ecs" URL
#   ECS_LAB_NODES  hypervisor nodes offered by the one fake compute host (default 1;
#                  40 makes bulk creation of a thousand servers quick, see below)
#
# On success STATE_DIR/openrc holds the environment of the 'lab' user (and
# STATE_DIR/openrc-admin that of 'admin'), STATE_DIR/endpoints.json the URLs.
set -Eeuo pipefail
umask 022
[ $# -eq 1 ] || { echo "usage: $0 STATE_DIR" >&2; exit 2; }
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "OpenStack needs Debian 12 and root" >&2; exit 3; }
mkdir -p "$1"; S=$(cd "$1" && pwd)
NODES=${ECS_LAB_NODES:-1} BASE=${ECS_LAB_PORT:-35000} PASS=${ECS_LAB_PASS:-ecstools-lab}
ONLY=${ECS_LAB_ONLY:-all} HV=${ECS_LAB_HYPERVISOR:-fake}
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "$HV" = libvirt ] && [ "$ONLY" != packages ] && [ -z "${ECS_LAB_GUEST:-}" ]; then exec bash "$HERE/guests.sh" "$S"; fi
P_KS=$BASE P_PL=$((BASE+1)) P_GL=$((BASE+2)) P_NOVA=$((BASE+3)) P_NEU=$((BASE+4))
P_MQ=$((BASE+5)) P_DIST=$((BASE+6)) P_EPMD=$((BASE+7)) P_CI=$((BASE+8))
PY=/usr/bin/python3            # Debian's Python: the packages are built for it
export PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
unset PYTHONPATH PYTHONHOME http_proxy https_proxy HTTP_PROXY HTTPS_PROXY
export no_proxy=127.0.0.1
for v in $(compgen -v OS_ || true); do unset "$v"; done
T0=$(date +%s%N)
say() { printf '[%6.1fs] %s\n' "$(( ($(date +%s%N)-T0)/100000000 ))e-1" "$*"; }
failed() { say "FAILED at line $1 (logs: $S/log)"; [ ! -f "$HERE/down.sh" ] || bash "$HERE/down.sh" "$S"; }
trap 'failed $LINENO' ERR
if ls "$S"/pids/*.pid >/dev/null 2>&1; then echo "already up (or not stopped): $S" >&2; exit 1; fi
for ((p = BASE; p < BASE + 9; p++)); do
  if [ "$ONLY" != packages ] && (exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null; then echo "port $p is in use: choose another block with ECS_LAB_PORT" >&2; exit 3; fi
done
mkdir -p "$S"/{etc,log,pids,db,mq,img,lib,run,pkg,volumes}

# ---------------------------------------------------------------- packages ---
LIBS="python3-keystone python3-placement python3-glance python3-nova python3-neutron python3-cinder qemu-utils
      python3-pymysql python3-openstackclient gunicorn mariadb-server-core mariadb-client-core rabbitmq-server"
# Start-up scripts and default ini files sit in these; they are unpacked into
# STATE_DIR, never installed, so that no daemon, user or debconf question comes up.
BITS="nova-common nova-api nova-conductor nova-scheduler nova-compute
      glance-common glance-api neutron-common neutron-server neutron-api
      cinder-common cinder-api cinder-scheduler cinder-volume"
if [ "$ONLY" = keystone ]; then LIBS="python3-keystone python3-openstacksdk python3-pymysql gunicorn mariadb-server-core mariadb-client-core"; BITS=; fi
if [ "$HV" = libvirt ]; then
  LIBS="$LIBS qemu-system-x86 libvirt-daemon libvirt-daemon-driver-qemu python3-libvirt genisoimage iproute2 openssh-client
        debootstrap grub-pc-bin grub-common fdisk e2fsprogs"
fi
if [ "${ECS_LAB_APT:-1}" != 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  if ! dpkg -s $LIBS >/dev/null 2>&1; then
    guard=
    if [ ! -e /usr/sbin/policy-rc.d ]; then      # keep apt from starting rabbitmq
      guard=/usr/sbin/policy-rc.d; printf '#!/bin/sh\nexit 101\n' >$guard; chmod 755 $guard
    fi
    rc=0
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $LIBS; } >"$S/log/apt.log" 2>&1 || rc=$?
    [ -z "$guard" ] || rm -f "$guard"
    [ $rc -eq 0 ] || { tail -5 "$S/log/apt.log" >&2; exit $rc; }
  fi
  if [ -n "$BITS" ] && [ ! -x "$S/pkg/usr/bin/cinder-volume" ]; then
    mkdir -p "$S/pkg/deb"; chmod 777 "$S/pkg/deb"
    (cd "$S/pkg/deb" && apt-get download -qq $BITS) >>"$S/log/apt.log" 2>&1
    for d in "$S"/pkg/deb/*.deb; do dpkg -x "$d" "$S/pkg"; done
  fi
  say "packages ready"
fi
[ "$ONLY" != packages ] || exit 0
B=$S/pkg/usr/bin SH=$S/pkg/usr/share

# ------------------------------------------------------------------ helpers --
launch() {                     # launch NAME command...   (own session; pid kept)
  local n=$1; shift
  setsid "$@" >"$S/log/$n.out" 2>&1 </dev/null &
  echo $! >"$S/pids/$n.pid"; disown
}
waitfor() {                    # waitfor NAME SECONDS command...
  local n=$1 t=$(( $(date +%s) + $2 )); shift 2
  until "$@" >/dev/null 2>&1; do
    if [ "$(date +%s)" -ge $t ]; then say "timed out waiting for $n"; return 1; fi
    sleep 0.3
  done
}
tcp() { (exec 3<>"/dev/tcp/127.0.0.1/$1"); }
SOCK=$S/run/db.sock
url() { echo "mysql+pymysql://root:@localhost/$1?unix_socket=$SOCK&charset=utf8"; }
MQ="rabbit://lab:$PASS@127.0.0.1:$P_MQ/"
KS=http://127.0.0.1:$P_KS/v3

# ------------------------------------------------- MariaDB (unix socket only) --
start_db() {
if [ ! -d "$S/db/mysql" ]; then
  mariadb-install-db --no-defaults --user=root --datadir="$S/db" --auth-root-authentication-method=normal \
    --skip-test-db >"$S/log/db-install.log" 2>&1
fi
launch db mariadbd --no-defaults --user=root --datadir="$S/db" --socket="$SOCK" --pid-file="$S/run/db.pid" \
  --skip-networking --skip-log-bin --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 \
  --innodb-buffer-pool-size=192M --max-connections=400 --performance-schema=OFF \
  --character-set-server=utf8mb3
}

# --------------------------------------------------- RabbitMQ (loopback only) --
start_mq() {
export HOME=$S/mq
export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$P_EPMD
launch epmd epmd -address 127.0.0.1 -port "$P_EPMD"
printf 'listeners.tcp.1 = 127.0.0.1:%s\ndefault_user = lab\ndefault_pass = %s\nlog.console = false\nloopback_users.lab = true\n' \
  "$P_MQ" "$PASS" >"$S/etc/rabbitmq.conf"
launch mq env RABBITMQ_NODENAME=ecslab@localhost RABBITMQ_CONFIG_FILE="$S/etc/rabbitmq.conf" \
  RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_ENABLED_PLUGINS_FILE="$S/etc/rabbit_plugins" \
  RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$P_MQ" RABBITMQ_DIST_PORT="$P_DIST" \
  RABBITMQ_MNESIA_BASE="$S/mq" RABBITMQ_LOG_BASE="$S/log" RABBITMQ_PID_FILE="$S/run/mq.pid" \
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
  /usr/lib/rabbitmq/bin/rabbitmq-server
}
start_db; [ "$ONLY" = keystone ] || start_mq

# ------------------------------------------------------------------- config --
authtoken() { cat <<C
[keystone_authtoken]
www_authenticate_uri = $KS
auth_url = $KS
auth_type = password
username = svc
password = $PASS
project_name = service
user_domain_name = Default
project_domain_name = Default
interface = public
C
}
client() { cat <<C
auth_url = $KS
auth_type = password
username = svc
password = $PASS
project_name = service
user_domain_name = Default
project_domain_name = Default
region_name = RegionOne
valid_interfaces = public
C
}
common() { cat <<C
[DEFAULT]
log_dir = $S/log
use_stderr = false
state_path = $S/lib
transport_url = $MQ
C
}
cat >"$S/etc/keystone.conf" <<C
[DEFAULT]
log_dir = $S/log
log_file = keystone.log
use_stderr = false
[database]
connection = $(url keystone)
[token]
provider = fernet
[fernet_tokens]
key_repository = $S/etc/fernet
[credential]
key_repository = $S/etc/credential
[fernet_receipts]
key_repository = $S/etc/fernet
C
cat >"$S/etc/placement.conf" <<C
[DEFAULT]
log_dir = $S/log
log_file = placement.log
default_log_levels = placement.requestlog=WARN
use_stderr = false
[placement_database]
connection = $(url placement)
[api]
auth_strategy = keystone
$(authtoken)
C
cat >"$S/etc/glance-api.conf" <<C
$(common)
bind_host = 127.0.0.1
bind_port = $P_GL
workers = 0
enabled_backends = disk:file
node_staging_uri = file://$S/img/staging
[database]
connection = $(url glance)
[glance_store]
default_backend = disk
[disk]
filesystem_store_datadir = $S/img
[os_glance_tasks_store]
filesystem_store_datadir = $S/img/tasks
[os_glance_staging_store]
filesystem_store_datadir = $S/img/staging
[paste_deploy]
flavor = keystone
config_file = $SH/glance-common/glance-api-paste.ini
[oslo_concurrency]
lock_path = $S/lib
$(authtoken)
C
cat >"$S/etc/neutron.conf" <<C
$(common)
bind_host = 127.0.0.1
bind_port = $P_NEU
core_plugin = ml2
service_plugins =
api_workers = 0
rpc_workers = 0
rpc_state_report_workers = 0
api_paste_config = $SH/neutron-common/api-paste.ini
api_extensions_path =
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = false
agent_down_time = 2000000
dhcp_agent_notification = false
[database]
connection = $(url neutron)
[oslo_concurrency]
lock_path = $S/lib
[quotas]
quota_driver = neutron.db.quota.driver_null.DbQuotaDriverNull
quota_port = -1
quota_network = -1
[ml2]
type_drivers = flat,vlan
tenant_network_types = vlan
mechanism_drivers = $([ "$HV" = libvirt ] && echo linuxbridge || echo openvswitch)
extension_drivers = port_security
[experimental]
linuxbridge = true
[ml2_type_flat]
flat_networks = physlab
[ml2_type_vlan]
network_vlan_ranges = physlab:100:999
[securitygroup]
enable_security_group = true
$(authtoken)
C
if [ "$HV" = libvirt ]; then cat >"$S/lib/compute.py" <<C
import sys
from nova.cmd import compute
from nova.virt.libvirt.volume import gpfs
# A volume here is a file, which this class attaches as it is; only growing one that is attached is not in it.
gpfs.LibvirtGPFSVolumeDriver.extend_volume = lambda self, connection_info, instance, size: size
sys.argv[0] = 'nova-compute'
sys.exit(compute.main())
C
else
# Every claim of this release asks placement for each allocation on its node, one
# request apiece, so a node with many servers is slow to add one to.  Spreading
# them over more nodes of the same (real, unchanged) fake driver avoids that.
cat >"$S/lib/compute.py" <<C
import io, sys
from nova.cmd import compute
from nova.virt import fake
# The fake driver's snapshot leaves its image without data for ever; every real driver uploads some.
def snapshot(self, context, instance, image_id, update_task_state, plain=fake.FakeDriver.snapshot):
    from nova.image import glance
    plain(self, context, instance, image_id, update_task_state)
    glance.API().update(context, image_id, {'disk_format': 'raw', 'container_format': 'bare'}, io.BytesIO(bytes(65536)))
fake.FakeDriver.snapshot = snapshot
if $NODES > 1:
    plain = fake.FakeDriver.init_host
    def init_host(self, host):
        plain(self, host)
        self._set_nodes(['%s-%02d' % (host, k) for k in range($NODES)])
    fake.FakeDriver.init_host = init_host
sys.argv[0] = 'nova-compute'
sys.exit(compute.main())
C
fi
cat >"$S/etc/nova.conf" <<C
$(common)
host = lab-compute
my_ip = 127.0.0.1
compute_driver = $([ "$HV" = libvirt ] && echo libvirt.LibvirtDriver || echo fake.FakeDriver)
enabled_apis = osapi_compute$([ "$HV" != libvirt ] || echo ,metadata)
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = $P_NOVA
osapi_compute_workers = 1
allow_resize_to_same_host = true
cpu_allocation_ratio = 100.0
ram_allocation_ratio = 100.0
disk_allocation_ratio = 100.0
vif_plugging_is_fatal = false
vif_plugging_timeout = 0
report_interval = 3
max_concurrent_builds = 20
instances_path = $S/lib/instances
[api]
auth_strategy = keystone
[wsgi]
api_paste_config = $SH/nova-common/api-paste.ini
[api_database]
connection = $(url nova_api)
[database]
connection = $(url nova)
[conductor]
workers = 1
[scheduler]
workers = 1
[filter_scheduler]
enabled_filters = ComputeFilter,ComputeCapabilitiesFilter,ImagePropertiesFilter
[quota]
instances = -1
cores = -1
ram = -1
[glance]
api_servers = http://127.0.0.1:$P_GL
[placement]
$(client)
[neutron]
$(client)
[cinder]
catalog_info = volumev3:cinderv3:publicURL
os_region_name = RegionOne
[service_user]
send_service_user_token = true
$(client)
[oslo_concurrency]
lock_path = $S/lib
$(authtoken)
C
# Real guests: what a guest is told comes on a config drive, its console is a file, and privsep needs no sudo.
[ "$HV" != libvirt ] || cat >>"$S/etc/nova.conf" <<C
[DEFAULT]
force_config_drive = true
sync_power_state_interval = 15
shutdown_timeout = 20
mkisofs_cmd = genisoimage
metadata_listen = 169.254.169.254
metadata_listen_port = 80
metadata_workers = 1
reserved_host_memory_mb = 0
[libvirt]
virt_type = $ECS_LAB_VIRT
cpu_mode = none
disk_cachemodes = file=unsafe
mem_stats_period_seconds = 0
wait_soft_reboot_seconds = 30
[vnc]
enabled = false
[spice]
enabled = false
[nova_sys_admin]
helper_command = privsep-helper --config-file $S/etc/nova.conf
[vif_plug_linux_bridge_privileged]
helper_command = privsep-helper --config-file $S/etc/nova.conf
[privsep_osbrick]
helper_command = privsep-helper --config-file $S/etc/nova.conf
C
# Nova sends its own token along; without it Cinder detaches no volume that is in use.
cat >"$S/etc/cinder.conf" <<C
$(common)
my_ip = 127.0.0.1
host = lab-volumes
auth_strategy = keystone
api_paste_config = $SH/cinder-common/api-paste.ini
resource_query_filters_file = $S/pkg/etc/cinder/resource_filters.json
osapi_volume_listen = 127.0.0.1
osapi_volume_listen_port = $P_CI
osapi_volume_workers = 1
enabled_backends = files
default_volume_type = files
report_interval = 3
image_conversion_dir = $S/lib/conversion
enable_new_services = true
quota_volumes = -1
quota_snapshots = -1
quota_gigabytes = -1
rootwrap_config = $S/pkg/etc/cinder/rootwrap.conf
glance_api_servers = http://127.0.0.1:$P_GL
[files]
volume_driver = volumes.FileDriver
volume_backend_name = files
volumes_dir = $S/volumes
[database]
connection = $(url cinder)
[nova]
$(client)
[coordination]
backend_url = file://$S/lib/locks
[oslo_concurrency]
lock_path = $S/lib
$(authtoken)
service_token_roles = admin
service_token_roles_required = true
C
mkdir -p "$S/lib/conversion" "$S/lib/locks"
cp "$HERE/volumes.py" "$S/lib/volumes.py"
cat >"$S/lib/wsgi_keystone.py" <<'C'
import sys
sys.argv = ['keystone']
from keystone.server.wsgi import initialize_public_application
application = initialize_public_application()
C
cat >"$S/lib/wsgi_placement.py" <<'C'
import sys
sys.argv = ['placement']
from placement.wsgi import init_application
application = init_application()
C
mkdir -p "$S/img/staging" "$S/img/tasks" "$S/lib/instances"

# ------------------------------------------------------------------ schemas --
waitfor database 60 mariadb --no-defaults -uroot --socket="$SOCK" -e 'select 1'
say "database up"
run_keystone() {
  launch keystone env OS_KEYSTONE_CONFIG_FILES="$S/etc/keystone.conf" $PY -m gunicorn --chdir "$S/lib" \
    --bind 127.0.0.1:$P_KS --workers 2 --worker-class gthread --threads 4 wsgi_keystone
}
[ -f "$S/lib/.schemas" ] || for d in keystone placement glance neutron nova_api nova nova_cell0 cinder; do
  echo "create database if not exists $d character set utf8mb3;"
done | mariadb --no-defaults -uroot --socket="$SOCK"
keystone_schema() {
  mkdir -p "$S/etc/fernet" "$S/etc/credential"; chmod 700 "$S/etc/fernet" "$S/etc/credential"
  local KM="keystone-manage --config-file $S/etc/keystone.conf"
  $KM db_sync && $KM fernet_setup --keystone-user root --keystone-group root \
    && $KM credential_setup --keystone-user root --keystone-group root \
    && $KM bootstrap --bootstrap-password "$PASS" --bootstrap-public-url "$KS" --bootstrap-internal-url "$KS" \
         --bootstrap-admin-url "$KS" --bootstrap-region-id RegionOne
}
if [ "$ONLY" = keystone ]; then
  [ -f "$S/lib/.schemas" ] || { keystone_schema >"$S/log/sync-keystone.log" 2>&1; touch "$S/lib/.schemas"; }
  run_keystone
elif [ ! -f "$S/lib/.schemas" ]; then        # a second start on the same STATE_DIR skips this
  NM="$B/nova-manage --config-file $S/etc/nova.conf"
  keystone_schema >"$S/log/sync-keystone.log" 2>&1 & j1=$!
  ( $NM api_db sync && $NM cell_v2 map_cell0 --database_connection "$(url nova_cell0)" \
    && $NM db sync && $NM cell_v2 create_cell --name cell1 ) >"$S/log/sync-nova.log" 2>&1 & j2=$!
  wait $j1; say "keystone schema and bootstrap done"
  run_keystone
  ( "$B/neutron-db-manage" --config-file "$S/etc/neutron.conf" upgrade heads ) >"$S/log/sync-neutron.log" 2>&1 & j3=$!
  wait $j2
  ( placement-manage --config-file "$S/etc/placement.conf" db sync && "$B/glance-manage" --config-file "$S/etc/glance-api.conf" db_sync \
    && "$B/cinder-manage" --config-file "$S/etc/cinder.conf" db sync ) \
    >"$S/log/sync-others.log" 2>&1 & j4=$!
  wait $j3; wait $j4
  touch "$S/lib/.schemas"; say "all schemas done"
else
  run_keystone
fi
waitfor keystone 60 tcp $P_KS

# ------------------------------------- catalogue, service user, lab project --
cat >"$S/lib/catalogue.py" <<'C'
import json, os, sys, openstack
ks, pw, state = os.environ['LAB_KS'], os.environ['LAB_PASS'], os.environ['LAB_STATE']
urls = json.loads(os.environ['LAB_URLS'])
c = openstack.connect(auth_url=ks, username='admin', password=pw, project_name='admin',
                      user_domain_name='Default', project_domain_name='Default',
                      region_name='RegionOne', load_yaml_config=False, load_envvars=False)
i = c.identity
role = {r.name: r for r in i.roles()}
def project(name):
    return i.find_project(name) or i.create_project(name=name, domain_id='default')
def user(name, proj, roles):
    u = i.find_user(name) or i.create_user(name=name, password=pw, domain_id='default', default_project_id=proj.id)
    for r in roles:
        i.put(f'/projects/{proj.id}/users/{u.id}/roles/{role[r].id}')
    return u
user('svc', project('service'), ['admin'])
user('lab', project('lab'), ['member', 'reader'])
have = {s.type for s in i.services()}
for kind, (name, url) in urls.items():
    if kind not in have:
        s = i.create_service(type=kind, name=name)
        for face in ('public', 'internal', 'admin'):
            i.create_endpoint(service_id=s.id, interface=face, url=url, region_id='RegionOne')
C
export LAB_KS=$KS LAB_PASS=$PASS LAB_STATE=$S
LAB_URLS=$(cat <<C
{"compute": ["nova", "http://127.0.0.1:$P_NOVA/v2.1"], "image": ["glance", "http://127.0.0.1:$P_GL"],
 "placement": ["placement", "http://127.0.0.1:$P_PL"], "network": ["neutron", "http://127.0.0.1:$P_NEU"],
 "volumev3": ["cinderv3", "http://127.0.0.1:$P_CI/v3/\$(project_id)s"]}
C
); [ "$ONLY" != keystone ] || LAB_URLS=${ECS_LAB_CATALOG:-"{}"}; export LAB_URLS
$PY "$S/lib/catalogue.py" >"$S/log/catalogue.log" 2>&1
rc() { cat <<C
export OS_AUTH_URL=$KS OS_USERNAME=$1 OS_PASSWORD=$PASS OS_PROJECT_NAME=$1
export OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default OS_REGION_NAME=RegionOne OS_IDENTITY_API_VERSION=3
C
}
rc lab >"$S/openrc"; rc admin >"$S/openrc-admin"
say "keystone up, catalogue written"
if [ "$ONLY" = keystone ]; then
  printf '{"identity":"%s"}\n' "$KS" >"$S/endpoints.json"; say "ready: . $S/openrc"; exit 0
fi

# ----------------------------------------------------------------- services --
launch placement env OS_PLACEMENT_CONFIG_DIR="$S/etc" $PY -m gunicorn --chdir "$S/lib" --bind 127.0.0.1:$P_PL \
  --workers 1 --worker-class gthread --threads 4 wsgi_placement
launch glance "$B/glance-api" --config-file "$S/etc/glance-api.conf" --log-file "$S/log/glance-api.log"
launch neutron "$B/neutron-server" --config-file "$S/etc/neutron.conf" --log-file "$S/log/neutron-server.log"
waitfor rabbitmq 90 tcp $P_MQ
say "rabbitmq up"
for n in conductor scheduler; do
  launch nova-$n "$B/nova-$n" --config-file "$S/etc/nova.conf" --log-file "$S/log/nova-$n.log"
done
launch nova-api "$B/nova-api" --config-file "$S/etc/nova.conf" --log-file "$S/log/nova-api.log"
for n in scheduler volume; do
  launch cinder-$n env PYTHONPATH="$S/lib" "$B/cinder-$n" --config-file "$S/etc/cinder.conf" --log-file "$S/log/cinder-$n.log"
done
launch cinder-api "$B/cinder-api" --config-file "$S/etc/cinder.conf" --log-file "$S/log/cinder-api.log"
waitfor placement 60 tcp $P_PL
SINCE=$(date -u '+%F %T')
launch nova-compute $PY "$S/lib/compute.py" --config-file "$S/etc/nova.conf" --log-file "$S/log/nova-compute.log"
waitfor glance 60 tcp $P_GL; waitfor neutron 60 tcp $P_NEU; waitfor nova-api 60 tcp $P_NOVA; waitfor cinder-api 60 tcp $P_CI
say "APIs listening"

# An L2 agent that was 'seen alive' on the compute host lets the real ML2 plugin
# bind ports, so servers get real addresses; no agent runs, and nova plugs what is plugged.
if [ "$HV" = libvirt ]; then AGENT="'Linux bridge agent','neutron-linuxbridge-agent'" HAS='"interface_mappings": {"physlab": "none"}'
else AGENT="'Open vSwitch agent','neutron-openvswitch-agent'" HAS='"bridge_mappings": {"physlab": "br-lab"}, "datapath_type": "system", "ovs_hybrid_plug": false'; fi
mariadb --no-defaults -uroot --socket="$SOCK" neutron -e "insert ignore into agents
 (id,agent_type,\`binary\`,topic,host,availability_zone,admin_state_up,created_at,started_at,heartbeat_timestamp,configurations,\`load\`)
 values (uuid(),$AGENT,'N/A','lab-compute',null,1,utc_timestamp(),utc_timestamp(),utc_timestamp(),
 '{$HAS, \"tunnel_types\": []}',0)"
sql() { mariadb --no-defaults -uroot --socket="$SOCK" -N -e "$1"; }
node_known() { [ "$(sql "select count(*) from placement.resource_providers r join placement.inventories i on i.resource_provider_id=r.id and i.resource_class_id=0")" -ge "$NODES" ]; }
cell_ready() {
  "$B/nova-manage" --config-file "$S/etc/nova.conf" cell_v2 discover_hosts >>"$S/log/discover.log" 2>&1
  sql "select 1 from nova_api.host_mappings where host='lab-compute'" | grep -q 1
}
waitfor "hypervisor nodes in placement" 120 node_known
waitfor "cell mapping" 60 cell_ready
reported() { sql "select 1 from nova.services where \`binary\`='nova-compute' and last_seen_up > '$SINCE'" | grep -q 1; }
waitfor "nova-compute to report in" 60 reported
volumes_up() { sql "select 1 from cinder.services where \`binary\`='cinder-volume' and updated_at > '$SINCE'" | grep -q 1; }
waitfor "cinder-volume to report in" 60 volumes_up
say "compute host mapped, volumes offered"

cat >"$S/lib/stock.py" <<'C'
import json, os, openstack
ks, pw, state = os.environ['LAB_KS'], os.environ['LAB_PASS'], os.environ['LAB_STATE']
def conn(user, proj):
    return openstack.connect(auth_url=ks, username=user, password=pw, project_name=proj,
                             user_domain_name='Default', project_domain_name='Default',
                             region_name='RegionOne', load_yaml_config=False, load_envvars=False)
a, l = conn('admin', 'admin'), conn('lab', 'lab')
guest = os.environ.get('ECS_LAB_GUEST')
sizes = (('s1.small', 384, 1, 2), ('s1.medium', 512, 1, 3), ('s1.large', 768, 2, 4)) if guest else \
    (('s1.small', 1024, 1, 10), ('s1.medium', 2048, 2, 20), ('s1.large', 4096, 4, 40))
for name, ram, cpu, disk in sizes:
    if not a.compute.find_flavor(name):
        a.compute.create_flavor(name=name, ram=ram, vcpus=cpu, disk=disk, is_public=True)
for name in ('lab-debian-12', 'lab-ubuntu-22'):
    if guest and not a.image.find_image(name):          # the same disk twice: a rebuild from one image to the other is real
        a.image.create_image(name=name, filename=guest, disk_format='qcow2', container_format='bare', visibility='public', min_disk=1,
                             os_distro=name.split('-')[1], os_type='linux', os_admin_user='root', hw_qemu_guest_agent='yes', hw_rng_model='virtio',
                             hw_disk_bus='virtio', hw_vif_model='virtio', validate_checksum=False)
    elif not a.image.find_image(name):
        a.image.create_image(name=name, data=name.encode().ljust(65536, b'\0'), disk_format='raw', container_format='bare',
                             visibility='public', min_disk=1, os_distro=name.split('-')[1], validate_checksum=False)
for name in ('files', 'spare'):
    if not any(t.name == name for t in a.block_storage.types()):
        a.block_storage.create_type(name=name)
n = l.network.find_network('lab-net') or l.network.create_network(name='lab-net')
if not l.network.find_subnet('lab-subnet'):
    l.network.create_subnet(name='lab-subnet', network_id=n.id, ip_version=4, cidr='10.77.0.0/16', enable_dhcp=False)
print(n.id)
C
if [ "$HV" = libvirt ]; then
  waitfor "the guest image" 300 sh -c "[ -s '$ECS_LAB_GUEST' ] || [ -e '$ECS_LAB_GUEST.failed' ]"; [ -s "$ECS_LAB_GUEST" ]
fi
$PY "$S/lib/stock.py" >"$S/log/stock.log" 2>&1
# The bridge nova plugs a network's servers into: this side of it is the gateway.
if [ "$HV" = libvirt ]; then
  BR=brq$(tail -1 "$S/log/stock.log" | cut -c1-11)
  ip link add "$BR" type bridge 2>/dev/null || true
  ip addr replace 10.77.0.1/16 dev "$BR"; ip link set "$BR" up
fi
printf '{"identity":"%s","compute":"http://127.0.0.1:%s/v2.1","image":"http://127.0.0.1:%s/v2","network":"http://127.0.0.1:%s/v2.0","volume":"http://127.0.0.1:%s/v3"}\n' \
  "$KS" $P_NOVA $P_GL $P_NEU $P_CI >"$S/endpoints.json"
say "ready: . $S/openrc"
