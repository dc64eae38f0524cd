'use strict';

const time = require('../sdk-common/time.js');
const ecs = require('@alicloud/ecs20140526');
const { $OpenApiUtil } = require('@alicloud/openapi-core');

const { SDK_ENDPOINT, SDK_KEY_ID: accessKeyId, SDK_KEY_SECRET: accessKeySecret } = process.env;
const client = new ecs.default(new $OpenApiUtil.Config({ accessKeyId, accessKeySecret, endpoint: new URL(SDK_ENDPOINT).host, protocol: 'HTTP' }));

time(async () => {
  let rows = 0;
  let nextToken;
  do {
    const { body } = await client.describeInstances(new ecs.DescribeInstancesRequest({ regionId: 'cn-hangzhou', maxResults: 100, nextToken }));
    rows += body.instances.instance.length;
    nextToken = body.nextToken;
  } while (nextToken);
  return rows;
});
