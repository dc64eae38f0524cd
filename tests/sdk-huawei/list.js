'use strict';

const time = require('../sdk-common/time.js');
const core = require('@huaweicloud/huaweicloud-sdk-core');
const ecs = require('@huaweicloud/huaweicloud-sdk-ecs');

const { SDK_ENDPOINT, SDK_KEY_ID, SDK_KEY_SECRET, SDK_PROJECT } = process.env;
const credential = new core.BasicCredentials().withAk(SDK_KEY_ID).withSk(SDK_KEY_SECRET).withProjectId(SDK_PROJECT);
const client = ecs.EcsClient.newBuilder().withCredential(credential).withEndpoint(SDK_ENDPOINT.replace(/\/$/, '')).build();

time(async () => {
  let rows = 0;
  for (let page = 1; ; page++) {
    const { count, servers } = await client.listServersDetails(new ecs.ListServersDetailsRequest().withLimit(200).withOffset(page));
    rows += servers.length;
    if (servers.length === 0 || page * 200 >= count) {
      return rows;
    }
  }
});
